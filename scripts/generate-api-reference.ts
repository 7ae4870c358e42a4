/**
 * Writes `docs/api`: one page for each library, of what it exports and the docstrings there. `--check` only
 * compares. Typedoc stands in `tools`, beside the TypeScript that it takes.
 */
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {runCommand} from './package-checks/run-command.ts';
import {writeGenerated} from './write-generated.ts';

const root = join(import.meta.dirname, '..');
const libraries = ['core', 'http', 'k8s-source', 'redaction', 'firefly-sink'];

/** Nobody constructs these errors, and what a call gives stands in its signature. */
const sectionsLeftOut = /^#+ (Constructors?|Overrides|Extends|Inherited from|Returns)$/;
/** What each error has, as `CollectorError` tells it. */
const rowsLeftOut = /^\| `(name|expected\?)` \| (`"\w+Error"`|`boolean`) \|.*\n/gm;
const sameCode =
  "| Stable, upper-case, prefixed by the package's domain: `K8S_LIST_EXPIRED`, `FIREFLY_LOGIN_REFUSED`. |";

const folder = mkdtempSync(join(tmpdir(), 'firefly-api-'));
try {
  const typedoc = join(root, 'tools/node_modules/typedoc/bin/typedoc');
  runCommand(process.execPath, [typedoc, '--options', join(root, 'tools/typedoc.json'), '--out', folder]);
  for (const library of libraries) {
    const page = pageOf(library, readFileSync(join(folder, library, 'src.md'), 'utf8'));
    writeGenerated(`docs/api/${library}.md`, page);
  }
} finally {
  rmSync(folder, {recursive: true});
}

/** The page as people are to read it: links between the pages of one folder, and what repeats itself left out. */
function pageOf(library: string, text: string): string {
  const page = [
    `# @firefly/${library}`,
    `Every export, with its docstring. How they are used stands in the [README](../../packages/${library}/README.md). Written by \`node scripts/generate-api-reference.ts\`.`,
  ];
  let leftOutLevel = Number.POSITIVE_INFINITY;
  for (const section of text.split(/^(?=#+ )/m)) {
    const [heading = ''] = section.split('\n', 1);
    const level = heading.indexOf(' ');
    if (level > leftOutLevel) continue;
    leftOutLevel = sectionsLeftOut.test(heading) ? level : Number.POSITIVE_INFINITY;
    if (leftOutLevel > level) page.push(tidy(section));
  }
  return `${page.filter((section) => section !== '').join('\n\n')}\n`;
}

function tidy(section: string): string {
  return section
    .replaceAll(/<a id="[^"]*"><\/a> /g, '')
    .replaceAll(/(?:\.\.\/)?([a-z0-9-]+)\/src\.md/g, '$1.md')
    .replaceAll(/^\*\*\*\n/gm, '')
    .replaceAll(rowsLeftOut, '')
    .replaceAll(sameCode, '| - |')
    .replaceAll(/ \| -(?= \|)/g, ' |')
    .trim();
}
