/** Where the containers of a desktop's pod see what they share. */
export const KEEPER_FOLDER = '/run/keeper';

/** The volumes: what is shared, what is the keeper's alone, what is the desktop's alone. */
export const VOLUMES = {
  sockets: 'sockets',
  given: 'given',
  keeper: 'keeper',
  secret: 'secret',
  home: 'home',
  runtime: 'runtime',
  tmp: 'tmp',
  shm: 'shm',
} as const;

/** Keys of the desktop's Secret: the names that files have in a supervisor's folder. */
export const SECRET_FILES = { spec: 'desktop.json', doorKey: 'door.key' } as const;
