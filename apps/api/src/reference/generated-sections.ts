/**
 * Puts each section's text between its markers, which stay: `<!-- generated: NAME -->` and `<!-- /generated -->`.
 * @throws Error when the page lacks the markers of a section, or has markers of one nobody renders
 */
export function fillSections(page: string, sections: Readonly<Record<string, string>>): string {
  const missing = new Set(Object.keys(sections));
  const filled = page.replace(SECTION, (_, name: string) => {
    const text = sections[name];
    if (text === undefined) throw new Error(`nobody renders the section ${name}`);
    missing.delete(name);
    return `<!-- generated: ${name} -->\n\n${text}\n\n<!-- /generated -->`;
  });
  if (missing.size > 0) throw new Error(`no markers for ${[...missing].join(', ')}`);
  return filled;
}

const SECTION = /<!-- generated: ([a-z-]+) -->[^]*?<!-- \/generated -->/g;
