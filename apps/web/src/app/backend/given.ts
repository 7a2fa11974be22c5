/** What a list is narrowed by; undefined narrows nothing. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** The parameters that say something, for an address. */
export function given(params: Parameters): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
