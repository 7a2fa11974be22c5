import { PASSWORD_MIN_LENGTH } from '#contracts';
import { AppError } from '../../kernel/app-error.js';
import { COMMON_WORDS, KNOWN_BAD_PASSWORDS } from './known-bad-passwords.js';

/** Runs of keys and letters people slide along; also read backwards. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm'];
const MIN_DISTINCT_CHARACTERS = 4;

/**
 * Why a password is too easy to guess; undefined when it is not. Length decides, then what attackers try first (NIST
 * SP 800-63B 3.1.1.2): known passwords, the account's own address, repetitions and runs. No rules about kinds of
 * characters: they make passwords worse. Spaces, case and the usual digits-for-letters do not make a known one new.
 */
export function passwordWeakness(password: string, email: string): string | undefined {
  if ([...password].length < PASSWORD_MIN_LENGTH)
    return `must have at least ${PASSWORD_MIN_LENGTH} characters`;
  const plain = password.toLowerCase().replaceAll(/\s/g, '');
  const address = email.trim().toLowerCase();
  const [localPart = address] = address.split('@');
  if (plain === address || (localPart.length >= 3 && isOnly(plain, localPart)))
    return 'must not be your e-mail address';
  if (new Set(plain).size < MIN_DISTINCT_CHARACTERS) return 'must not repeat a few characters only';
  if (isRun(plain)) return 'must not be a run of neighbouring keys or letters';
  const spellings = [plain, withoutLeet(plain), withoutLeet(plain.replace(/\P{L}+$/u, ''))];
  if (spellings.some(isAmongTheFirst)) return 'is among the first that are tried';
  return undefined;
}

/** @throws AppError WEAK_PASSWORD naming the field */
export function requireStrongPassword(path: string, password: string, email: string): void {
  const message = passwordWeakness(password, email);
  if (message !== undefined) throw new AppError('WEAK_PASSWORD', { errors: [{ path, message }] });
}

function isAmongTheFirst(plain: string): boolean {
  return KNOWN_BAD_PASSWORDS.has(plain) || COMMON_WORDS.some((word) => isOnly(plain, word));
}

/** Whether the text is a word with nothing but digits and signs around it. */
function isOnly(text: string, word: string): boolean {
  return text.includes(word) && !/\p{L}/u.test(text.replace(word, ''));
}

function isRun(text: string): boolean {
  const backwards = [...text].reverse().join('');
  return RUNS.some((run) => run.includes(text) || run.includes(backwards));
}

function withoutLeet(text: string): string {
  const letters: Record<string, string> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  };
  return [...text].map((character) => letters[character] ?? character).join('');
}
