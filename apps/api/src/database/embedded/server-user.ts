import { readFileSync } from 'node:fs';

export interface ServerUser {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: as root it gets the machine's `postgres` user, else `nobody`. */
export function serverUser(passwd = readFileSync('/etc/passwd', 'utf8')): ServerUser {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid };
  for (const name of ['postgres', 'nobody']) {
    const fields = passwd
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(
    'the embedded database needs a user to run as: this machine has neither "postgres" nor "nobody"',
  );
}
