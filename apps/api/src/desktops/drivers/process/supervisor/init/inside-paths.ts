/** Paths as seen inside a desktop's sandbox: the supervisor mounts them, the init uses them. */
export const INSIDE = {
  home: '/home/desktop',
  profile: '/home/desktop/.config/chromium',
  downloads: '/home/desktop/Downloads',
  /** Tmpfs that no host path shows. */
  runtime: '/run/desktop',
  xauthority: '/run/desktop/Xauthority',
  /** The one folder shared with the host: sockets only. */
  sockets: '/run/sockets',
  /** In a container the folder with `GIVEN`; the image has links to it where programs look. */
  given: '/run/given',
  node: '/opt/desktop/node',
  init: '/opt/desktop/init',
  openboxConfig: '/etc/desktop/openbox.xml',
  policies: '/etc/chromium/policies/managed/desktop.json',
} as const;

/** Socket names in the shared folder; `init` is there in containers only. */
export const SOCKETS = {
  rfb: 'rfb.sock',
  cdp: 'cdp.sock',
  egress: 'egress.sock',
  files: 'files.sock',
  pcm: 'pcm.sock',
  init: 'init.sock',
} as const;

/** Files that the supervisor lays out for programs inside, which may only read them. */
export const GIVEN = { policies: 'policies.json', openbox: 'openbox.xml' } as const;

/** Loopback ports inside the desktop's network namespace; nothing outside it can reach them. */
export const PROXY_PORT = 3128;
export const DEVTOOLS_PORT = 9222;
