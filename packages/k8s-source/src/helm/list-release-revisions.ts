import {fieldsOf} from '../json/json-fields.ts';
import type {HelmDriver} from './helm-driver.ts';
import type {HelmStorage, MetadataListOutcome, MetadataQuery} from './helm-storage.ts';
import type {ReleaseRevision} from './revision-of.ts';
import {createRevisionReducer} from './revision-reducer.ts';

/** One release alone, to see what became of it. */
interface OneRelease {
  readonly namespace: string;
  readonly name: string;
}

/** The latest revisions, and how the list of them ended. */
export interface ListedRevisions {
  readonly revisions: readonly ReleaseRevision[];
  readonly outcome: MetadataListOutcome;
}

/**
 * Finds the latest revisions from metadata alone. Where the list broke off, what might not be a release's latest
 * revision is left out: an old failed revision must not pass for the present one.
 */
export async function listReleaseRevisions(
  storage: Pick<HelmStorage, 'listMetadata'>,
  driver: HelmDriver,
  options: {
    readonly signal: AbortSignal;
    readonly release?: OneRelease;
    /** Told of metadata that is not as Helm writes it. Default: nobody is. */
    readonly warn?: (warning: string) => void;
  },
): Promise<ListedRevisions> {
  const {signal, release, warn = () => {}} = options;
  const reducer = createRevisionReducer(warn);
  let last: unknown;
  const pages = storage.listMetadata(queryFor(driver, release), signal);
  for (;;) {
    const page = await pages.next();
    if (page.done !== true) {
      reducer.add(page.value);
      last = page.value.at(-1) ?? last;
      continue;
    }
    const outcome = page.value;
    const revisions = reducer.result();
    if (outcome.kind !== 'partial') return {outcome, revisions};
    // Lists are ordered by namespace, so that of all namespaces only the last may be incomplete.
    const whole = outcome.namespaces === undefined ? undefined : new Set(outcome.namespaces);
    const isWhole = (namespace: string) => whole?.has(namespace) ?? namespace !== fieldsOf(last)['namespace'];
    return {outcome, revisions: revisions.filter(({namespace}) => isWhole(namespace))};
  }
}

/** ConfigMaps have no type to select by; Helm itself goes by the label alone. */
function queryFor(driver: HelmDriver, release: OneRelease | undefined): MetadataQuery {
  return {
    ...(release === undefined ? {} : {namespace: release.namespace}),
    labelSelector: release === undefined ? 'owner=helm' : `owner=helm,name=${release.name}`,
    ...(driver === 'secret' ? {fieldSelector: 'type=helm.sh/release.v1'} : {}),
  };
}
