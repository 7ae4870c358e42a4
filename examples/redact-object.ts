import {createRawObject} from '@firefly/core';
import {createRedactor} from '@firefly/redaction';

const type = {group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true};
const json =
  '{"metadata":{"name":"app"},"data":{"app.yml":"spring:\\n  password: tr0ub4dor-9\\n  port: 8080\\n"}}';
const object = createRawObject(type, Buffer.from(json));

const redactor = createRedactor({sets: ['all']});
for (const {rule, detector, path} of redactor.examine(object))
  process.stdout.write(`${rule}, ${detector}: ${path}\n`);
const redacted = redactor.redact(object); // The same object where there is nothing to take out.
const bytes = Buffer.alloc(redacted.byteLength);
redacted.copyTo(bytes, 0);
process.stdout.write(`${bytes.toString()}\n`);
