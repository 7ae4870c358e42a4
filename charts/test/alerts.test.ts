import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {expect, test} from 'vitest';
import {stringify} from 'yaml';

import {renderChart} from './render-chart.ts';
import {runTool} from './run-tool.ts';

interface AlertRule {
  readonly alert: string;
}

interface Case {
  /** What the cluster went through. */
  readonly name: string;
  readonly series: readonly (readonly [series: string, values: string])[];
  /** Minutes at which alerts fire, and those minutes at which none does. */
  readonly fires: Readonly<Record<string, readonly number[]>>;
  readonly silent: Readonly<Record<string, readonly number[]>>;
}

const cronJob = '{namespace="watchers",cronjob="firefly-cronjob"}';
const always = (value: number) => `${value}x300`;
/** Seconds of each minute's last start by a schedule of every 15 minutes, so many minutes away. */
const every15 = (offset: number) =>
  Array.from({length: 300}, (_, minute) => (Math.floor(minute / 15) * 15 + offset) * 60).join(' ');
const job = (name: string, start: number, condition: 'complete' | 'failed', owner = 'firefly-cronjob') =>
  [
    [`kube_job_owner{namespace="watchers",job_name="${name}",owner_kind="CronJob",owner_name="${owner}"}`, always(1)],
    [`kube_job_status_start_time{namespace="watchers",job_name="${name}"}`, always(start)],
    [`kube_job_${condition}{namespace="watchers",job_name="${name}",condition="true"}`, always(1)],
    [`kube_job_${condition}{namespace="watchers",job_name="${name}",condition="false"}`, always(0)],
  ] as const;
const scheduled = [
  [`kube_cronjob_created${cronJob}`, always(0)],
  [`kube_cronjob_status_last_schedule_time${cronJob}`, every15(0)],
  [`kube_cronjob_next_schedule_time${cronJob}`, every15(15)],
] as const;

const noSuccess = 'FireflyCollectorNoSuccess';
const runFailed = 'FireflyCollectorRunFailed';

const cronJobCases: readonly Case[] = [
  {
    name: 'every run succeeds',
    series: [
      ...scheduled,
      [`kube_cronjob_status_last_successful_time${cronJob}`, every15(1)],
      ...job('firefly-cronjob-1', 0, 'complete'),
    ],
    fires: {},
    silent: {[noSuccess]: [1, 30, 200], [runFailed]: [1, 200]},
  },
  {
    name: 'runs stop succeeding: an alert three intervals and five minutes later',
    series: [...scheduled, [`kube_cronjob_status_last_successful_time${cronJob}`, always(60)]],
    fires: {[noSuccess]: [52, 200]},
    silent: {[noSuccess]: [45, 50], [runFailed]: [200]},
  },
  {
    name: 'no run has ever succeeded',
    series: [...scheduled, ...job('firefly-cronjob-1', 60, 'failed')],
    fires: {[noSuccess]: [60], [runFailed]: [5]},
    silent: {[noSuccess]: [40]},
  },
  {
    name: 'the last run failed, a job by hand of the same CronJob included',
    series: [
      ...scheduled,
      [`kube_cronjob_status_last_successful_time${cronJob}`, always(60)],
      ...job('firefly-cronjob-1', 0, 'complete'),
      ...job('by-hand', 300, 'failed'),
    ],
    fires: {[runFailed]: [10]},
    silent: {},
  },
  {
    name: 'a run succeeded after one that failed; another CronJob fails',
    series: [
      ...scheduled,
      [`kube_cronjob_status_last_successful_time${cronJob}`, always(1200)],
      ...job('firefly-cronjob-1', 60, 'failed'),
      ...job('backup-1', 3000, 'failed', 'backup'),
    ],
    fires: {},
    silent: {[runFailed]: [10, 100]},
  },
  {
    name: 'suspended: kube-state-metrics tells no next time',
    series: [
      [`kube_cronjob_created${cronJob}`, always(0)],
      [`kube_cronjob_status_last_schedule_time${cronJob}`, always(0)],
      [`kube_cronjob_status_last_successful_time${cronJob}`, always(60)],
    ],
    fires: {},
    silent: {[noSuccess]: [200]},
  },
];

/** What each run tells, every 15 minutes, and is forgotten after five. */
const told = (...values: readonly number[]) =>
  values.flatMap((value) => [value, ...Array.from({length: 14}, () => '_')]).join(' ');
const figure = (name: string, ...values: readonly number[]) => {
  const stream = name === 'items' ? ', stream="objects"' : '';
  return [`firefly_collector_run_${name}{k8s_cluster_name="production"${stream}}`, told(...values)] as const;
};
const runs = (value: number) => Array.from({length: 60}, () => value);
const nothingSent = 'FireflyCollectorNothingSent';
const typesMissing = 'FireflyCollectorTypesMissing';

const telemetryCases: readonly Case[] = [
  {
    name: 'every run sends, and nothing is missing; another cluster is another matter',
    series: [
      figure('items', ...runs(2000)),
      figure('missing_types', ...runs(0)),
      figure('missing_groups', ...runs(0)),
      ['firefly_collector_run_items{k8s_cluster_name="other",stream="objects"}', told(...runs(0))],
      ['firefly_collector_run_missing_types{k8s_cluster_name="other"}', told(...runs(7))],
    ],
    fires: {},
    silent: {[nothingSent]: [60, 800], [typesMissing]: [60, 800]},
  },
  {
    name: 'one run is not welcome, the next one is',
    series: [figure('items', 2000, 0, 2000, ...runs(2000))],
    fires: {},
    silent: {[nothingSent]: [20, 100]},
  },
  {
    name: 'no run sends anything, for six hours and half of one',
    series: [figure('items', 2000, ...runs(0))],
    fires: {[nothingSent]: [400]},
    silent: {[nothingSent]: [300, 380]},
  },
  {
    name: 'a type is missing until somebody grants it',
    series: [
      figure('missing_types', 0, ...Array.from({length: 8}, () => 2), ...runs(0)),
      figure('missing_groups', ...runs(0)),
    ],
    fires: {[typesMissing]: [50, 130]},
    silent: {[typesMissing]: [10, 40, 140]},
  },
];

const hasPromtool = (() => {
  try {
    execFileSync('promtool', ['--version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasPromtool)(
  "the alerts fire when they should, and no sooner (needs promtool, of Debian's package prometheus)",
  async () => {
    const values = {prometheusRule: {enabled: true}, clusterId: 'production'};
    const telemetry = {endpoint: 'http://otel.example:4318'};
    const cases = [...cronJobCases, ...telemetryCases];
    const rendered = await renderChart({values: {...values, telemetry}});
    const spec = rendered.one('PrometheusRule')['spec'] as {groups: readonly {rules: readonly AlertRule[]}[]};
    const rules = spec.groups.flatMap((group) => group.rules);
    const folder = mkdtempSync(join(tmpdir(), 'firefly-alerts-'));
    try {
      writeFileSync(join(folder, 'rules.yaml'), stringify(spec));
      writeFileSync(
        join(folder, 'tests.yaml'),
        stringify({
          rule_files: ['rules.yaml'],
          evaluation_interval: '1m',
          tests: cases.map(({name, series, fires, silent}) => ({
            name,
            interval: '1m',
            input_series: series.map(([one, values]) => ({series: one, values})),
            promql_expr_test: rules.flatMap(({alert}) => [
              ...(fires[alert] ?? []).map((minute) => expected(alert, minute, [{labels: '{}', value: 1}])),
              ...(silent[alert] ?? []).map((minute) => expected(alert, minute, [])),
            ]),
          })),
        }),
      );
      const checked = await runTool('promtool', ['check', 'rules', join(folder, 'rules.yaml')]);
      const plain = (await renderChart({values})).one('PrometheusRule')['spec'] as typeof spec;
      expect(plain.groups[0]?.rules).toHaveLength(2);
      expect(checked).toMatchObject({code: 0, stdout: expect.stringContaining('4 rules found') as string});
      const tested = await runTool('promtool', ['test', 'rules', join(folder, 'tests.yaml')]);
      expect(tested.stdout + tested.stderr).toContain('SUCCESS');
      expect(tested.code).toBe(0);
    } finally {
      rmSync(folder, {recursive: true});
    }

    function expected(alert: string, minute: number, samples: readonly object[]) {
      const expr = `count(ALERTS{alertname="${alert}", alertstate="firing"})`;
      return {expr, eval_time: `${minute}m`, exp_samples: samples};
    }
  },
);

test('the dashboard is JSON, of this release, and every query names its namespace or its cluster', async () => {
  const values = {dashboard: {enabled: true}, clusterId: 'production-eu'};
  const data = (await renderChart({values})).one('ConfigMap', '-dashboard')['data'] as Record<string, string>;
  expect(Object.keys(data)).toEqual(['firefly-k8s-collector-watchers-firefly.json']);
  const dashboard = JSON.parse(Object.values(data)[0] ?? '') as {
    title: string;
    panels: readonly {title: string; targets: readonly {expr: string}[]}[];
  };
  expect(dashboard.title).toBe('Firefly collector: production-eu');
  for (const {targets} of dashboard.panels)
    for (const {expr} of targets) expect(expr).toMatch(/namespace="watchers".*firefly-cronjob|k8s_cluster_name="production-eu"/u);
});
