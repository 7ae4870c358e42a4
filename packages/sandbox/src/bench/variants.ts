/** How one run of the bench differs from the plain one. */
export interface Variant {
  readonly flags: readonly string[];
  /** Types on top of the default ones. */
  readonly rawTypes: readonly string[];
}

/** What makes one variant of the collection differ from the plain one, `objects`. */
const parts: Readonly<Record<string, Partial<Variant>>> = {
  objects: {},
  fetching: {flags: ['--protocol', 'fetching']},
  redacted: {flags: ['--redact', 'secrets,env,managedFields,lastApplied']},
  all: {flags: ['--redact', 'all']},
  secrets: {flags: ['--add-types', 'secrets'], rawTypes: ['secrets']},
  fflate: {flags: ['--gzip', 'fflate']},
  level1: {flags: ['--gzip-level', '1']},
  level6: {flags: ['--gzip-level', '6']},
};

/** The yardstick, which compresses what it reads: it is not the collector that runs. */
const gzipOnly = 'gzip-only';

/**
 * The variants that a flag names, `+` between parts that go together; undefined for the yardstick. Throws a sentence for a
 * part that does not exist.
 */
export function readVariants(
  text: string,
): readonly (readonly [name: string, variant: Variant | undefined])[] {
  return text.split(',').map((name) => [name, name === gzipOnly ? undefined : variantOf(name)]);
}

function variantOf(name: string): Variant {
  const chosen = name.split('+').map((part) => {
    const known = parts[part];
    if (known === undefined)
      throw new Error(`--variants takes ${gzipOnly}, ${Object.keys(parts).join(', ')}; got "${part}".`);
    return known;
  });
  const flags = chosen.flatMap((part) => part.flags ?? []);
  return {
    flags: flags.includes('--protocol') ? flags : ['--protocol', 'objects', ...flags],
    rawTypes: chosen.flatMap(({rawTypes = []}) => rawTypes),
  };
}
