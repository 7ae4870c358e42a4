// node cluster-to-sqlite.ts FILE: writes every object of the cluster that the kubeconfig names into a SQLite database.
import {rmSync} from 'node:fs';
import {DatabaseSync} from 'node:sqlite';
import {pathToFileURL} from 'node:url';

import {apiVersionOf} from '@firefly/core';
import {createKubernetesSource, type KubernetesSource} from '@firefly/k8s-source';

export interface ListedCluster {
  readonly objects: number;
  /** Types and API groups that could not be read, with the reason. */
  readonly failures: readonly string[];
}

const decoder = new TextDecoder('utf-8', {fatal: true});

/**
 * One row for each object; `json` is its text as the API server sent it, so that `json ->> '$.spec.nodeName'` works.
 * A file of that name is replaced.
 */
export async function listIntoSqlite(
  source: KubernetesSource,
  file: string,
  signal: AbortSignal,
): Promise<ListedCluster> {
  rmSync(file, {force: true});
  const database = new DatabaseSync(file);
  const failures: string[] = [];
  let objects = 0;
  try {
    database.exec(
      'CREATE TABLE objects (uid TEXT, apiVersion TEXT, kind TEXT, namespace TEXT, name TEXT, json TEXT)',
    );
    const insert = database.prepare('INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?)');
    // One transaction: SQLite would else write to the disk after every object.
    database.exec('BEGIN');
    const onFailure = (error: Error, name: string) => void failures.push(`${name}: ${error.message}`);
    for await (const {uid, type, namespace, name, bytes} of source.objects({signal, onFailure})) {
      insert.run(uid ?? null, apiVersionOf(type), type.kind, namespace ?? null, name, decoder.decode(bytes));
      objects++;
    }
    database.exec('COMMIT');
    return {objects, failures};
  } finally {
    database.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [file = 'cluster.db'] = process.argv.slice(2);
  const {objects, failures} = await listIntoSqlite(
    createKubernetesSource(),
    file,
    new AbortController().signal,
  );
  process.stdout.write(`${objects} objects are in ${file}.\n`);
  for (const failure of failures) process.stderr.write(`Not read: ${failure}\n`);
}
