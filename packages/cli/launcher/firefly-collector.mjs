#!/usr/bin/env node
// Runs on every Node.js that knows ES modules, so that one that is too old is told so in a sentence: nothing newer than
// these and ES5 may stand here. The build puts the version that package.json asks for in the place of the two names in
// capitals. Modules of Node.js are not imported: that would evaluate all that each exports, and load half a dozen others.
// oxlint-disable-next-line typescript/unbound-method -- Node.js binds it to nothing
var builtin = process.getBuiltinModule;
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
  quietUnreadableAuthorities();
  leaveDeletedDirectory();
  run(new URL('./main.cjs', import.meta.url));
}

/**
 * As soon as TLS is loaded, Node.js prints text about a file in NODE_EXTRA_CA_CERTS that it cannot read, amid a log of JSON
 * lines, which the program tells better. It keeps the name from its start on: so the program is started anew in this
 * process, without that name, and gets it back only then. Where that is not possible, the text stands.
 */
function quietUnreadableAuthorities() {
  var environment = process.env;
  if (environment.FIREFLY_UNREADABLE_CA_CERTS !== undefined) {
    environment.NODE_EXTRA_CA_CERTS = environment.FIREFLY_UNREADABLE_CA_CERTS;
    delete environment.FIREFLY_UNREADABLE_CA_CERTS;
  } else if (environment.NODE_EXTRA_CA_CERTS && !areAuthorities(environment.NODE_EXTRA_CA_CERTS)) {
    try {
      var others = Object.assign({}, environment, {
        FIREFLY_UNREADABLE_CA_CERTS: environment.NODE_EXTRA_CA_CERTS,
      });
      delete others.NODE_EXTRA_CA_CERTS;
      process.execve(
        process.execPath,
        [process.execPath].concat(process.execArgv, process.argv.slice(1)),
        others,
      );
    } catch {
      // Not on this system.
    }
  }
}

/** Where the working directory is gone, asking for its name throws: nothing relative can be meant then. */
function leaveDeletedDirectory() {
  try {
    process.cwd();
  } catch {
    process.chdir('/');
  }
}

function areAuthorities(file) {
  try {
    var Certificate = builtin('node:crypto').X509Certificate;
    var begin = '-----BEGIN CERTIFICATE-----';
    var text = builtin('node:fs').readFileSync(file, 'latin1');
    var certificates = text
      .split(begin)
      .slice(1)
      .map(function (block) {
        return new Certificate(begin + block);
      });
    return certificates.length > 0 && !/-----END [^\n]*-----BEGIN/.test(text);
  } catch {
    return false;
  }
}

/**
 * What require() does, with what V8 made of the program's text when it was built: compiling it is a third of the start.
 * Another V8 refuses that and compiles.
 */
function run(url) {
  var fs = builtin('node:fs');
  var module = builtin('node:module');
  var path = builtin('node:path');
  var vm = builtin('node:vm');
  var file = builtin('node:url').fileURLToPath(url);
  var options = {filename: file, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER};
  if (fs.existsSync(file + '.code')) options.cachedData = fs.readFileSync(file + '.code');
  var script = new vm.Script(module.wrap(fs.readFileSync(file, 'latin1')), options);
  var program = {exports: {}};
  script.runInThisContext()(program.exports, module.createRequire(url), program, file, path.dirname(file));
}
