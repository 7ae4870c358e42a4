#!/usr/bin/env node
// Runs on every Node.js that knows ES modules, so that one that is too old is told so in a sentence: nothing newer than
// these and ES5 may stand here. The build puts the version that package.json asks for in the place of the two names in
// capitals.
import module from 'node:module';
import v8 from 'node:v8';

var parts = process.versions.node.split('.');
var major = Number(parts[0]);
var minor = Number(parts[1]);
if (major < NEEDED_MAJOR || (major === NEEDED_MAJOR && minor < NEEDED_MINOR)) {
  process.stderr.write(
    'firefly-collector: this is Node.js ' +
      process.versions.node +
      '; expected Node.js NEEDED_MAJOR.NEEDED_MINOR or newer.\n',
  );
  process.exitCode = 2;
} else {
  // Nearly all of what a run throws away lies outside of V8's heap, where V8 hardly counts it: with a young generation
  // that stays small it looks often enough, and peak memory is a quarter lower. Does nothing where V8 lacks the flag.
  v8.setFlagsFromString('--semi-space-growth-factor=1');
  module.createRequire(import.meta.url)('./main.cjs');
}
