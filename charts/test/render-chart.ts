import {chart, helm} from './helm.ts';
import {RenderedChart} from './rendered-chart.ts';

/** What helm is asked to render. Values reach it as a values file, `set` as `--set` arguments. */
export interface RenderOptions {
  readonly values?: Readonly<Record<string, unknown>>;
  readonly set?: readonly string[];
  readonly release?: string;
  readonly namespace?: string;
  readonly kubeVersion?: string;
  /** An API that the cluster serves, as `group/version`. */
  readonly api?: string;
}

/** The values without which nothing renders. */
export const requiredValues = {clusterId: 'cluster-1', accessKey: 'an-access-key', secretKey: 'a-secret-key'};

/** `helm template`, as helm prints it. Only `options.values` and `options.set` are given: no required ones. */
export function renderText(options: RenderOptions) {
  const {values = {}, set = [], release = 'firefly', namespace = 'watchers', kubeVersion, api} = options;
  const args = ['template', release, chart, '--namespace', namespace, '--values', '-'];
  for (const setting of set) args.push('--set', setting);
  if (kubeVersion !== undefined) args.push('--kube-version', kubeVersion);
  if (api !== undefined) args.push('--api-versions', api);
  return helm(args, {input: JSON.stringify(values)});
}

/** `helm template` with the required values and these on top, parsed. */
export async function renderChart(options: RenderOptions = {}): Promise<RenderedChart> {
  const {code, stdout, stderr} = await renderText({
    ...options,
    values: {...requiredValues, ...options.values},
  });
  if (code !== 0) throw new Error(`helm template failed: ${stderr}`);
  return new RenderedChart(stdout);
}
