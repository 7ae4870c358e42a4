import {expect, test} from 'vitest';
import {helmStorageType, parseHelmDriver} from '../../src/helm/helm-driver.ts';

test.each([undefined, '', ' ', 'secret', 'secrets', 'Secret', 'Secrets\n'])(
  'HELM_DRIVER=%j means Secrets',
  (value) => {
    expect(parseHelmDriver(value)).toEqual({kind: 'supported', driver: 'secret'});
  },
);

test.each(['configmap', 'configmaps', 'ConfigMap'])('HELM_DRIVER=%j means ConfigMaps', (value) => {
  expect(parseHelmDriver(value)).toEqual({kind: 'supported', driver: 'configmap'});
});

test.each([
  ['memory', /outside the cluster/],
  ['sql', /outside the cluster/],
  ['secert', /"secert", expected secret or configmap/],
])('HELM_DRIVER=%s is refused in a sentence', (value, message) => {
  const choice = parseHelmDriver(value);
  expect(choice).toMatchObject({
    kind: 'unsupported',
    error: {code: 'HELM_DRIVER_UNSUPPORTED', driver: value},
  });
  expect(choice.kind === 'unsupported' && choice.error.message).toMatch(message);
});

test('a driver is listed as', () => {
  expect(helmStorageType('secret')).toMatchObject({kind: 'Secret', resource: 'secrets'});
  expect(helmStorageType('configmap')).toMatchObject({kind: 'ConfigMap', resource: 'configmaps'});
});
