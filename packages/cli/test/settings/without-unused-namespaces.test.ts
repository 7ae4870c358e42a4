import {describe, expect, test} from 'vitest';

import {load} from './load.ts';

/** What chart 1.5.6 writes on every cluster. */
const old = {
  endpoint: 'https://gateway.firefly.ai/api',
  'collector.watchNamespace': 'default',
  'collector.ignoreNamespaces': 'kube-system\n',
  'collector.overrideUniqueClusterId': 'false',
  'collector.resources': 'pods\nservices\n',
};

const namespaces = (files: Record<string, string>, words: readonly string[] = []) => {
  const {values, warnings} = load({files, words});
  return {watch: values.watchNamespace, ignore: values.ignoreNamespaces, warnings};
};

describe('the ConfigMap of chart 1.5.6', () => {
  test.each<[string, Record<string, string>]>([
    ['as it is', {}],
    [
      'with another endpoint, and a login endpoint',
      {endpoint: 'https://a.example', loginEndpoint: 'https://b.example'},
    ],
    [
      'with what its program could be told',
      {'collector.PageSize': '900', 'collector.resources.secrets': 'true'},
    ],
    ['with keys in other letters', {'Collector.WatchNamespace': 'default'}],
    ['with an empty switch', {'collector.overrideUniqueClusterId': ''}],
    ['with a key of nobody', {'collector.somethingElse': '1'}],
  ])('%s narrows nothing, and a warning says how to', (_name, more) => {
    const {watch, ignore, warnings} = namespaces({...old, ...more});
    expect({watch, ignore}).toEqual({watch: undefined, ignore: []});
    const [warning] = warnings.filter((one) => /watchNamespace .* are ignored/i.test(one));
    expect(warning).toContain('--watch-namespace');
  });

  test('leaves the command line alone', () => {
    expect(namespaces(old, ['-watch-namespace', 'default'])).toMatchObject({watch: 'default', ignore: []});
  });
});

describe('any other is meant as it is', () => {
  const without = (name: keyof typeof old) =>
    Object.fromEntries(Object.entries(old).filter(([key]) => key !== name));
  test.each<[string, Record<string, string>]>([
    ['another namespace to watch', {...old, 'collector.watchNamespace': 'shop'}],
    ['one more to ignore', {...old, 'collector.ignoreNamespaces': 'kube-system\nshop'}],
    ['the chart of this collector', {...old, 'collector.chartVersion': '2.0.0'}],
    ['its chart, before it has a version', {...old, 'collector.chartVersion': ''}],
    ['a key that only this collector knows', {...old, 'collector.protocol': 'auto'}],
    ['another of those', {...old, 'collector.listLimit': '500'}],
    ['no list of resources', without('collector.resources')],
    ['no word on the unique cluster id', without('collector.overrideUniqueClusterId')],
    ['nothing to ignore', without('collector.ignoreNamespaces')],
  ])('%s', (_name, files) => {
    const {watch, ignore, warnings} = namespaces(files);
    expect(watch).toBe(files['collector.watchNamespace']);
    expect(ignore).toEqual(files['collector.ignoreNamespaces']?.trim().split('\n') ?? []);
    expect(warnings.filter((one) => one.includes('are ignored'))).toEqual([]);
  });
});
