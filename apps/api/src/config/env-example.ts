import { AREAS } from './load-config.js';

/** The text of `.env.example`, made from the schemas; a test keeps the file equal to it. */
export function envExample(): string {
  const parts = Object.entries(AREAS).map(([area, variables]) => {
    const lines = Object.entries(variables).map(
      ([name, { about, fallback }]) => `# ${about}\n# ${name}=${fallback ?? ''}`,
    );
    return `## ${area}\n\n${lines.join('\n\n')}`;
  });
  return `# Every variable the product reads. All have defaults; bad values stop the boot, each named.\n\n${parts.join('\n\n')}\n`;
}
