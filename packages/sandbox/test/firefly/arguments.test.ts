import {expect, it} from 'vitest';
import {readFireflyArguments} from '../../src/firefly/read-firefly-arguments.ts';

it.each([
  [[], {}],
  [['--port', '81', '--expires-in', '5'], {port: 81, expiresIn: 5}],
  [['--access-key', 'a', '--secret-key', 's'], {accessKey: 'a', secretKey: 's'}],
  [['--cluster-id', 'c', '--page-bytes', '9'], {clusterId: 'c', pageBytes: 9}],
  [['--max-request-bytes', '1', '--max-body-bytes', '2'], {maxRequestBytes: 1, maxBodyBytes: 2}],
  [['--keep', 'memory'], {keep: 'memory'}],
  [['--keep', './pages'], {keep: {folder: './pages'}}],
  [['--validate', 'full'], {validate: 'full'}],
  [['--handshake', 'true'], {handshake: {sendTrees: true}}],
  [['--handshake', 'false'], {handshake: {sendTrees: false}}],
  [['--handshake', 'missing'], {handshake: {sendTrees: 'missing'}}],
  [['--handshake', '425'], {handshake: 425}],
])('reads %j', (argv, options) => {
  expect(readFireflyArguments(argv)).toEqual(options);
});

it.each([
  [['--port', 'x'], '--port must be a whole number'],
  [['--validate', 'some'], '--validate must be full or light'],
  [['--handshake', '418'], '--handshake must be'],
  [['--unknown'], 'unknown'],
])('refuses %j', (argv, message) => {
  expect(() => readFireflyArguments(argv)).toThrow(message);
});
