#!/usr/bin/env node
// Runs on every Node.js that knows `import()`, so that one that is too old is told so in a sentence: nothing newer than
// ES5 may stand here. The build puts the version that package.json asks for in the place of the two names in capitals.
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
  void import('./main.mjs');
}
