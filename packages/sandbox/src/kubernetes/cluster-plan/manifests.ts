import {readFileSync} from 'node:fs';
import {parse} from 'yaml';

/**
 * One row of the table that generated clusters are made of: how many objects of a resource there are, and what each
 * looks like. One of `population`, `weight`, `count` and `each` says how many.
 *
 * In `object`, `$name` stands for a parameter or, where there is none, for a fragment; `$name?` goes when there is
 * neither. `${slot}` differs from object to object (`slots.ts`); a text that begins with `=` is JSON as it stands.
 * `{$times: 3, …}` repeats an item, `{$times: 3, $text: …}` a text, with `${index}` (0, 1) and `${ordinal}` (01, 02).
 */
export interface Manifest {
  /** `pods`, `certificates.cert-manager.io`. */
  readonly resource: string;
  /** `perMember` objects (default 1) for each member of it. */
  readonly population?: string;
  readonly perMember?: number;
  /** Its share of all objects that have a weight. */
  readonly weight?: number;
  readonly count?: number;
  /** `definition`: each custom resource; these two have parameters of their own. */
  readonly each?: 'namespace' | 'node' | 'definition' | 'groupVersion';
  /** The demo leaves it empty, to have 40 types. */
  readonly benchOnly?: boolean;
  /** The names of one member's objects are in order of their bytes. Default: the member's name. */
  readonly name?: string;
  /** The resource of the same member's owner, which `${owner.name}` and an owner reference name. */
  readonly owner?: string;
  /** The same without an owner reference. */
  readonly boundTo?: string;
  /** UIDs in the order of the objects, so that what is named after them is sorted too. */
  readonly ascendingUids?: boolean;
  /** Who manages which part, for `metadata.managedFields`. */
  readonly managers?: Readonly<Record<string, string>>;
  /** Managed fields name the items of `spec` and `status`, and nothing inside of them. */
  readonly outlined?: boolean;
  /** What `kubectl apply` was given, for the annotation that it leaves. */
  readonly applied?: unknown;
  /** False: objects keep their own size even when sizes are forced. */
  readonly sizable?: boolean;
  /** Of a release's revisions, oldest first. */
  readonly statuses?: readonly string[];
  readonly with?: ManifestParameters;
  /** One of these sets of parameters is chosen by chance for each object. */
  readonly variants?: readonly ManifestParameters[];
  readonly object: unknown;
}

/** What `$name` stands for. */
export type ManifestParameters = Readonly<Record<string, unknown>>;

/** How many members a population has, and the first parts of their names. */
export interface PopulationRow {
  /** Share of all objects that are not fixed, for the populations of one `set` together. */
  readonly share: number;
  readonly words: readonly string[];
  readonly most?: number;
  /** Populations of one set have as many members as each other. Default: its own. */
  readonly set?: string;
}

/** The whole table. */
export interface ManifestTable {
  readonly populations: Readonly<Record<string, PopulationRow>>;
  readonly fragments: ManifestParameters;
  readonly objects: readonly Manifest[];
}

const files = ['statics', 'pods', 'workloads', 'loose', 'planted'];
let table: ManifestTable | undefined;

/** Reads the table, once. */
export function readManifests(): ManifestTable {
  table ??= files.map(readFile).reduce((one, other) => ({
    populations: {...one.populations, ...other.populations},
    fragments: {...one.fragments, ...other.fragments},
    objects: [...one.objects, ...other.objects],
  }));
  return table;
}

/** Short keys may stand in one line, under `row`; those beside it go before them. */
function readFile(name: string): ManifestTable {
  const text = readFileSync(new URL(`manifests/${name}.yaml`, import.meta.url), 'utf8');
  // Written here, not read from outside: what is wrong in it fails the first cluster of every test.
  const {populations, fragments, objects = []} = parse(text, {merge: true}) as Partial<ManifestTable>;
  const rows = objects as readonly (Manifest & {readonly row?: Partial<Manifest>})[];
  return {
    populations: populations ?? {},
    fragments: fragments ?? {},
    objects: rows.map(({row, ...rest}) => ({...row, ...rest})),
  };
}
