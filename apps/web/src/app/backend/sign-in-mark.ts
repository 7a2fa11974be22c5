const KEY = 'oda.signed-in';

/**
 * Whether somebody may be signed in here. The cookie that says so is closed to scripts; this mark spares visitors the
 * question, whose answer would be a refusal. Where storage is closed to us the question is asked.
 */
export function mayBeSignedIn(): boolean {
  try {
    return localStorage.getItem(KEY) !== null;
  } catch {
    return true; // storage is closed to us
  }
}

export function markSignedIn(isSignedIn: boolean): void {
  try {
    if (isSignedIn) localStorage.setItem(KEY, '1');
    else localStorage.removeItem(KEY);
  } catch {
    // Storage is closed to us: the server is asked each time.
  }
}
