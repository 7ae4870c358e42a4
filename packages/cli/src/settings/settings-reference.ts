import {describeExpectation} from './describe-expectation.ts';
import {formatSettingValue} from './format-setting-value.ts';
import {type SettingDefinition, settingDefinitions} from './setting-definition.ts';

const introduction = `# Configuration

<!-- Generated from packages/cli/src/settings/settings-schema.ts by
     node packages/cli/scripts/generate-configuration-reference.ts. Do not edit. -->

For whoever sets something. Where a setting is given in several places, the later one wins: built-in default,
configuration directory, environment, command line. \`firefly-collector config\` prints every setting with the place that
its value came from, secrets masked; \`firefly-collector config --schema\` prints the JSON Schema that this page is made
from.

- **Directory**: a mounted ConfigMap, \`/etc/config\` unless \`-config DIR\` names another. One file for each setting; white
  space around its text is trimmed, an empty file counts as not there. Names match without regard to case. An unknown
  \`collector.*\` file is a warning that names the nearest known one. Names that start with a dot are left alone, but for
  the links through \`..data\` that a mounted ConfigMap is made of.
- **Environment**: where two variables are named, the first that is set wins. An empty one counts as not set.
- **Command line**: flags may have one dash or two (\`-config DIR\`, \`--config DIR\`, \`-config=DIR\`). An empty value
  (\`--add-types=\`) puts the built-in default back.
- **Read by …**: a setting that is shown here and that the collector leaves to whoever is named.
- **Lists** are separated by line ends, commas or blanks; a list's flag may also be given several times.

A value that does not fit is an error that names the file, variable or flag, and what is expected; all of them are shown
at once, nothing is contacted, and the exit code is 2.
`;

const next = 'Next: `firefly-collector check` says whether a run with them would succeed.\n';

/** The page \`docs/configuration.md\`: every setting of the schema, by group. */
export function settingsReference(): string {
  const groups = Map.groupBy(settingDefinitions, ({source}) => source.group);
  const sections = [...groups].map(([group, definitions]) =>
    [
      `## ${group}`,
      '',
      '| setting | meaning | expected | default | file | environment | flag |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      ...definitions.map(row),
    ].join('\n'),
  );
  return [introduction, ...sections.map((section) => `${section}\n`), next].join('\n');
}

function row(definition: SettingDefinition): string {
  const {name, description, source} = definition;
  const flags = (source.flags ?? []).map((flag) =>
    definition.type === 'boolean' ? `--${flag}` : `--${flag} ${source.placeholder ?? 'VALUE'}`,
  );
  const fallback = formatSettingValue(definition.default);
  const cells = [
    `\`${name}\``,
    escape(source.readBy === undefined ? description : `${description} Read by ${source.readBy}.`),
    escape(describeExpectation(definition)),
    source.absent ?? (fallback === '' ? '' : `\`${fallback}\``),
    code(source.files),
    code(source.environment),
    code(flags),
  ];
  return `| ${cells.join(' | ')} |`;
}

function code(words: readonly string[] = []): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}
