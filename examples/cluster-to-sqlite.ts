// node cluster-to-sqlite.ts FILE: writes every object of the cluster that the kubeconfig names into a SQLite database.
import {rmSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';

import {apiVersionOf} from '@firefly/core';
import {createKubernetesSource} from '@firefly/k8s-source';

const [file = 'cluster.db'] = process.argv.slice(2);
rmSync(file, {force: true});
const database = new DatabaseSync(file);
database.exec(
  'CREATE TABLE objects (uid TEXT, apiVersion TEXT, kind TEXT, namespace TEXT, name TEXT, json TEXT)',
);
const insert = database.prepare('INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?)');
// One transaction: SQLite would else write to the disk after every object.
database.exec('BEGIN');
const onFailure = (error: Error, name: string) =>
  void process.stderr.write(`Not read: ${name}: ${error.message}\n`);
let objects = 0;
for await (const {uid, type, namespace, name, bytes} of createKubernetesSource().objects({onFailure})) {
  const json = Buffer.from(bytes).toString();
  insert.run(uid ?? null, apiVersionOf(type), type.kind, namespace ?? null, name, json);
  objects++;
}
database.exec('COMMIT');
database.close();
process.stdout.write(`${objects} objects are in ${file}.\n`);
