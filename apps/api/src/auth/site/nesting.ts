/** Whether the arrays and objects of a parsed body are nested deeper than `max`, found without recursion. */
export function isNestedDeeper(max: number, body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth <= max; depth += 1) {
    level = level.filter((value) => typeof value === 'object' && value !== null);
    if (level.length === 0) return false;
    level = level.flatMap((value) => Object.values(value as object) as unknown[]);
  }
  return true;
}
