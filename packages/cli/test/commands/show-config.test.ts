import {Ajv2020} from 'ajv/dist/2020.js';
import {describe, expect, test} from 'vitest';

import {main} from '../../src/main.ts';
import {createProcessContext} from '../create-process-context.ts';
import {createDirectory} from '../settings/create-directory.ts';

const environment = {
  CLUSTER_ID: 'my-cluster',
  FIREFLY_ACCESS_KEY: 'access-key-1',
  INFRALIGHT_SECRET_KEY: 'secret-key-2',
  https_proxy: 'http://me:pr0xyPa55@proxy:3128',
};

async function config(words: readonly string[], variables: Record<string, string> = environment) {
  const process = createProcessContext(variables);
  const code = await main(['config', ...words], process.context);
  return {code, stdout: process.stdout.text, stderr: process.stderr.text};
}

describe('firefly-collector config', () => {
  test('shows every setting and where it comes from', async () => {
    const directory = createDirectory({'collector.PageSize': '64', 'collector.addTypes': 'secrets\nevents'});
    const {code, stdout} = await config(['-config', directory, '--list-limit', '9']);
    expect(code).toBe(0);
    const rows = new Map(stdout.split('\n').map((line) => [line.split(' ')[0], line.replaceAll(/ +/g, ' ')]));
    expect(rows.get('clusterId')).toBe('clusterId my-cluster CLUSTER_ID');
    expect(rows.get('pageSize')).toBe(`pageSize 64 ${directory}/collector.PageSize`);
    expect(rows.get('addTypes')).toBe(`addTypes secrets, events ${directory}/collector.addTypes`);
    expect(rows.get('listLimit')).toBe('listLimit 9 --list-limit');
    expect(rows.get('protocol')).toBe('protocol auto default');
    expect(rows.get('resources')).toBe('resources the default list default');
  });

  test('masks keys, and the passwords in the URLs of proxies', async () => {
    for (const words of [[], ['--output', 'json']]) {
      const {stdout} = await config(words);
      expect(stdout).not.toMatch(/access-key-1|secret-key-2|pr0xyPa55/);
      expect(stdout).toContain('***');
      expect(stdout).toContain('@proxy:3128');
      expect(stdout).toContain('INFRALIGHT_SECRET_KEY');
    }
  });

  test('as JSON: value and origin of each', async () => {
    const {stdout} = await config(['-o', 'json']);
    const settings = JSON.parse(stdout) as Record<string, unknown>;
    expect(settings['clusterId']).toEqual({value: 'my-cluster', origin: 'CLUSTER_ID'});
    expect(settings['watchNamespace']).toEqual({value: null, origin: 'default'});
    expect(settings['maxGoRoutines']).toEqual({value: 10, origin: 'default'});
  });

  test('the schema is one, and says where each setting is set', async () => {
    const {stdout} = await config(['--schema'], {});
    const schema = JSON.parse(stdout) as {properties: Record<string, unknown>};
    const validate = new Ajv2020({keywords: ['x-source']}).compile(schema);
    expect(validate({pageSize: 1200})).toBe(true);
    expect(validate({pageSize: 'lots'})).toBe(false);
    expect(schema.properties['pageSize']).toMatchObject({
      default: 1200,
      'x-source': {files: ['collector.PageSize'], flags: ['page-size']},
    });
  });

  test('what does not fit is an error', async () => {
    const {code, stdout, stderr} = await config([], {CLUSTER_ID: 'No!'});
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({
      level: 'error',
      msg: expect.stringContaining('CLUSTER_ID: "No!"'),
    });
  });

  test('warnings come on standard error', async () => {
    const directory = createDirectory({'collector.PageSise': '64'});
    const {stderr} = await config(['-config', directory]);
    expect(stderr).toContain('did you mean collector.PageSize?');
  });
});
