import {expect, test} from 'vitest';

import {UsageError} from '../src/command-line/usage-error.ts';
import {exitCodeOfError, exitCodeOfReport} from '../src/exit-code.ts';
import {SettingsError} from '../src/settings/settings-error.ts';
import {StoppedError} from '../src/stopped-error.ts';
import {report, troubled} from './report/reports.ts';

const discoveryFailed = report({discoveryFailures: [{subject: 'group', name: 'a/v1', message: 'dead'}]});

test.each([
  ['done', report(), {strict: true}, 0],
  ['done, some types unread', troubled, {strict: false}, 0],
  ['the same, strictly', troubled, {strict: true}, 3],
  ['a dead group, strictly', discoveryFailed, {strict: true}, 3],
  ['not this time', report({result: 'not-this-time'}), {strict: true}, 0],
  ['failed', report({result: 'failure', code: 'FIREFLY_LOGIN_REFUSED'}), {strict: false}, 1],
  ['no kubeconfig', report({result: 'failure', code: 'K8S_ACCESS'}), {strict: false}, 2],
  ['no folder to replay', report({result: 'failure', code: 'K8S_REPLAY'}), {strict: false}, 2],
  ['the reader went away', report({result: 'failure', code: 'CLI_OUTPUT_CLOSED'}), {strict: false}, 0],
  ['stopped by Ctrl-C', report({result: 'stopped'}), {strict: false, stoppedBy: 'SIGINT'}, 130],
  ['stopped by Kubernetes', report({result: 'stopped'}), {strict: true, stoppedBy: 'SIGTERM'}, 143],
  ['failed while stopping', report({result: 'failure'}), {strict: true, stoppedBy: 'SIGTERM'}, 143],
  ['a signal too late', report(), {strict: false, stoppedBy: 'SIGTERM'}, 0],
] as const)('a run: %s', (_name, of, how, code) => {
  expect(exitCodeOfReport(of, how)).toBe(code);
});

test.each([
  [new UsageError('x'), 2],
  [new SettingsError(['x']), 2],
  [new StoppedError('SIGINT'), 130],
  [new StoppedError('SIGTERM'), 143],
  [new Error('x'), 1],
  ['x', 1],
  [undefined, 1],
])('thrown: %s', (error, code) => {
  expect(exitCodeOfError(error)).toBe(code);
});
