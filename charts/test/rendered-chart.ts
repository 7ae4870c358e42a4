import {parseAllDocuments} from 'yaml';

import {atPath} from './at-path.ts';

/** An object of the chart, as far as tests read it without a path. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

/** The objects of one rendering. */
export class RenderedChart {
  readonly objects: readonly KubernetesObject[];

  constructor(text: string) {
    this.objects = parseAllDocuments(text).map((document) => {
      if (document.errors[0] !== undefined) throw document.errors[0];
      return document.toJS() as KubernetesObject;
    });
  }

  all(kind: string): readonly KubernetesObject[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** The one object of a kind whose name ends so. */
  one(kind: string, nameEnd = ''): KubernetesObject {
    const found = this.all(kind).filter((object) => object.metadata.name.endsWith(nameEnd));
    if (found.length !== 1 || found[0] === undefined) {
      throw new Error(`${found.length} objects are a ${kind} …${nameEnd}; expected one.`);
    }
    return found[0];
  }

  /** The files that the collector finds in its configuration directory. */
  get settings(): Readonly<Record<string, string>> {
    return this.one('ConfigMap', '-config')['data'] as Record<string, string>;
  }

  get rules(): readonly PolicyRule[] {
    return this.one('ClusterRole')['rules'] as readonly PolicyRule[];
  }

  /** Pod templates: the collector's and those of the two hooks. */
  get pods(): {readonly collector: unknown; readonly onBoarder: unknown; readonly offBoarder: unknown} {
    return {
      collector: atPath(this.one('CronJob'), 'spec.jobTemplate.spec.template'),
      onBoarder: atPath(this.one('Job', '-on-boarding'), 'spec.template'),
      offBoarder: atPath(this.one('Job', '-off-boarding'), 'spec.template'),
    };
  }
}

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}
