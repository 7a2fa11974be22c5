import * as z from 'zod';
import { variable, type Values } from './area.js';
import { commaList, secret } from './schemas.js';

const JWT_SECRET_MIN_LENGTH = 32;

export const authVariables = {
  JWT_SECRET: variable(
    commaList.pipe(z.array(secret(JWT_SECRET_MIN_LENGTH))),
    'comma list: the first signs, all verify (default: made once in DATA_DIR; refused in production)',
  ),
  ADMIN_EMAIL: variable(
    z.string().regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address'),
    'first admin, created when absent',
    'admin@localhost',
  ),
  ADMIN_PASSWORD: variable(
    z.string().min(10, 'must have at least 10 characters').max(200).optional(),
    'password of the first admin (default: a random one in a 0600 file in DATA_DIR whose path is printed)',
  ),
};

/** `jwtSecrets` is empty when none was given: the keys in the data folder are used then. */
export function authConfig(env: Values<typeof authVariables>) {
  return { jwtSecrets: env.JWT_SECRET, adminEmail: env.ADMIN_EMAIL, adminPassword: env.ADMIN_PASSWORD };
}
