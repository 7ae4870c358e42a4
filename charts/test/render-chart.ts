import {parseAllDocuments} from 'yaml';

import {chart, helm} from './helm.ts';

/** What helm is asked to render. Values reach it as a values file, `set` as `--set` arguments. */
export interface RenderOptions {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly set?: readonly string[];
  readonly release?: string;
  readonly kubeVersion?: string;
}

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

/** The values without which nothing renders. */
export const requiredValues = {clusterId: 'cluster-1', accessKey: 'an-access-key', secretKey: 'a-secret-key'};

/** `helm template`, as helm prints it. Only `options.values` and `options.set` are given: no required ones. */
export function renderText(options: RenderOptions) {
  const {values = {}, set = [], release = 'firefly', kubeVersion} = options;
  const args = ['template', release, chart, '--namespace', 'watchers', '--values', '-'];
  for (const setting of set) args.push('--set', setting);
  if (kubeVersion !== undefined) args.push('--kube-version', kubeVersion);
  return helm(args, {input: JSON.stringify(values)});
}

/** `helm template` with the required values and these on top, parsed. */
export async function renderChart(options: RenderOptions = {}): Promise<RenderedChart> {
  const {code, stdout, stderr} = await renderText({...options, values: {...requiredValues, ...options.values}});
  if (code !== 0) throw new Error(`helm template failed: ${stderr}`);
  return new RenderedChart(stdout);
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
      onBoarder: atPath(this.one('Job', '-on-boarder'), 'spec.template'),
      offBoarder: atPath(this.one('Job', '-off-boarder'), 'spec.template'),
    };
  }
}

export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** The part of parsed YAML that a dotted path leads to; undefined when there is none. */
export function atPath(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value);
}

/** A container's environment by name; `valueFrom` stands for itself. */
export function environment(pod: unknown): Readonly<Record<string, unknown>> {
  const list = atPath(pod, 'spec.containers.0.env') as readonly {name: string; value?: string; valueFrom?: unknown}[];
  return Object.fromEntries(list.map(({name, value, valueFrom}) => [name, value ?? valueFrom]));
}
