/** Matches `/v1/refunds/:id`; the one variable is what stood for `:id`, '' when the path has none. */
export function matchPath(pattern: string, path: string): string | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  let id = '';
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? '';
    if (part === ':id' && /^\w{1,128}$/.test(actual)) id = actual;
    else if (part !== actual) return undefined;
  }
  return id;
}
