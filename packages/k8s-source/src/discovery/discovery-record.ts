import {
  apiVersionOf,
  CollectorError,
  type DiscoveryFailure,
  type JsonRecord,
  readRecord,
  readStrings,
  resourceTypeName,
  resourceTypeRecord,
  type ResourceTypeRecord,
  shortText,
  visibleText,
} from '@firefly/core';

import type {DiscoveredResource} from './discovered-resource.ts';
import {isDnsName, isKind} from './kubernetes-names.ts';

/** What discovery found out, and what it could not. */
export interface Discovery {
  /** Every resource of every group and version that answered. */
  readonly resources: readonly DiscoveredResource[];
  /** Every kind of every group and version, those of subresources as well (`Scale`, `Eviction`), each once. */
  readonly types: readonly ResourceTypeRecord[];
  /** Groups, versions and resources that could not be found out: a broken aggregated API never hides the others. */
  readonly failures: readonly DiscoveryFailure[];
}

/** A version of a group, and its rank there. */
export type RankedVersion = Pick<DiscoveredResource, 'group' | 'version' | 'versionRank'>;

/** Rows of failures beside the last one, which counts the others: a server may have any number of them. */
const mostFailures = 100;
const longestText = 500;

/** Gathers what discovery finds: what does not fit is a row of `failures`, and costs nothing else. */
export class DiscoveryRecord {
  readonly #resources: DiscoveredResource[] = [];
  readonly #types = new Map<string, ResourceTypeRecord>();
  readonly #failures: DiscoveryFailure[] = [];
  readonly #isCore: boolean;
  #more = 0;

  /** @param path Where the answers come from: `/api` serves the core group alone, `/apis` all others. */
  constructor(path: '/api' | '/apis') {
    this.#isCore = path === '/api';
  }

  /** Reads a group or version. One of the core group that does not fit throws: any number of types would be missing. */
  section(name: string, value: unknown, read: (section: JsonRecord) => void): void {
    if (this.#isCore) read(readRecord(value, name));
    else this.part(name, value, read);
  }

  /** Reads a part of an answer; one that does not fit is a row. */
  part(name: string, value: unknown, read: (part: JsonRecord) => void): void {
    try {
      read(readRecord(value, name));
    } catch (error) {
      if (!(error instanceof CollectorError)) throw error;
      this.fail(name, error.message, error.code);
    }
  }

  /** False, and a row, where no path could name the version. */
  accepts(groupVersion: Omit<RankedVersion, 'versionRank'>): boolean {
    const {group, version} = groupVersion;
    if ((group === '' ? this.#isCore : isDnsName(group)) && isDnsName(version)) return true;
    this.fail(apiVersionOf(groupVersion), 'its group or version is no DNS name', 'K8S_NAME_INVALID');
    return false;
  }

  /** A kind of the cluster, a subresource's as well. */
  kind(version: RankedVersion, kind: string, namespaced: boolean): void {
    if (kind === '') return;
    const record = resourceTypeRecord({...version, kind, namespaced});
    this.#types.set(JSON.stringify(record), record);
  }

  /** A resource, with what both kinds of discovery write alike; without a kind it has subresources only. */
  resource(
    version: RankedVersion,
    named: Pick<DiscoveredResource, 'resource' | 'kind' | 'namespaced' | 'singularName'>,
    entry: JsonRecord,
  ): void {
    const {resource, kind} = named;
    if (kind === '') return;
    this.kind(version, kind, named.namespaced);
    const verbs = readStrings(entry['verbs'], 'verbs');
    // What cannot be listed may be called anything: metrics are.
    if (verbs.includes('list')) {
      const isNamed = isDnsName(resource);
      if (!isNamed || !isKind(kind)) {
        const what = isNamed ? `its kind ${JSON.stringify(kind)}` : `the name ${JSON.stringify(resource)}`;
        const message = `${what} is none that Kubernetes allows`;
        this.fail(resourceTypeName({...version, resource}), message, 'K8S_NAME_INVALID', 'type');
        return;
      }
    }
    this.#resources.push({
      group: version.group,
      version: version.version,
      versionRank: version.versionRank,
      ...named,
      verbs,
      shortNames: readStrings(entry['shortNames'], 'shortNames'),
      categories: readStrings(entry['categories'], 'categories'),
    });
  }

  /** A row. */
  fail(name: string, message: string, code: string, subject: DiscoveryFailure['subject'] = 'group'): void {
    const facts = {name: shown(name), message: shown(message)};
    if (this.#failures.length >= mostFailures) this.#more++;
    else this.#failures.push({subject, ...facts, code});
  }

  /** All of it. */
  get discovery(): Discovery {
    const more = {
      subject: 'group' as const,
      name: 'others',
      message: `${this.#more} more groups and types could not be found out`,
      code: 'K8S_MORE_FAILURES',
    };
    return {
      resources: this.#resources,
      types: [...this.#types.values()],
      failures: this.#more === 0 ? this.#failures : [...this.#failures, more],
    };
  }
}

function shown(text: string): string {
  return shortText(visibleText(text.slice(0, longestText)), longestText);
}
