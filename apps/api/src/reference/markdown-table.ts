/** A Markdown table laid out as Prettier does it, so that a generated page passes the format check as it is. */
export function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = columns.map((_, n) => Math.max(3, ...cells.map((row) => lengthOf(row[n] ?? ''))));
  const [head = '', ...body] = cells.map((row) => line(row, widths));
  const rule = line(
    widths.map((width) => '-'.repeat(width)),
    widths,
  );
  return [head, rule, ...body].join('\n');
}

function line(row: readonly string[], widths: readonly number[]): string {
  const padded = widths.map((width, n) => {
    const cell = row[n] ?? '';
    return cell + ' '.repeat(width - lengthOf(cell));
  });
  return `| ${padded.join(' | ')} |`;
}

/** In characters as a person counts them, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length;
}
