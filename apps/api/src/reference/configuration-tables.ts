import { IN_PRODUCTION } from '../config/production-rules.js';
import { AREAS } from '../config/load-config.js';
import type { Variable, Variables } from '../config/area.js';
import { markdownTable } from './markdown-table.js';

const COLUMNS = ['name', 'default', 'meaning'];

/** All variables in one table, for the README. */
export function configurationTable(): string {
  return markdownTable(COLUMNS, Object.values(AREAS).flatMap(rowsOf));
}

/** `docs/configuration.md`: a table an area, then what production refuses. */
export function configurationPage(): string {
  const areas = Object.entries(AREAS).map(
    ([area, variables]) => `## ${area}\n\n${markdownTable(COLUMNS, rowsOf(variables))}`,
  );
  return `# Configuration

Made from the schemas in \`apps/api/src/config\` by \`npm run generate\`; change it there.

Everything is read from the environment, once, at boot. An empty variable counts as an absent one. All have defaults.
Bad values stop the boot: every one is named, none is printed. \`.env.example\` lists the same variables.

${areas.join('\n\n')}

## What production refuses

With \`NODE_ENV=production\` the boot also stops on these:

${markdownTable(
  ['name', 'rule'],
  IN_PRODUCTION.map(({ name, message }) => [code(name), message]),
)}
`;
}

function rowsOf(variables: Variables): string[][] {
  return Object.entries(variables).map(([name, variable]) => {
    const { meaning, standIn } = split(variable);
    return [code(name), standIn, meaning];
  });
}

/** What stands when nothing is set: the value itself, or the words in brackets at the end of `about`. */
function split({ about, fallback }: Variable): { meaning: string; standIn: string } {
  const [, meaning = about, words] = /^(.*) \(default:? (.*)\)$/.exec(about) ?? [];
  const standIn = fallback === undefined ? prose(words ?? 'none') : code(fallback);
  return { meaning: prose(meaning), standIn };
}

/** Names of variables, key prefixes and routes set as code; a bare `*` or `_` would be taken for emphasis. */
function prose(text: string): string {
  return text.replace(
    /\$?\b[A-Z][A-Z0-9]*_[A-Z_]+\b|https?:\/\/\S+|sk_\w*…?|X-Forwarded-\*|\/[a-z]+\b(?=[ ,)]|$)/g,
    code,
  );
}

function code(text: string): string {
  return `\`${text}\``;
}
