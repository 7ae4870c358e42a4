// node cluster-to-ndjson.ts FOLDER: writes every object of the cluster that the kubeconfig names, one a line.
import {runCollection} from '@firefly/core';
import {createKubernetesSource} from '@firefly/k8s-source';

import {createNdjsonSink} from './ndjson-sink.ts';

const [folder = '.'] = process.argv.slice(2);
const {signal} = new AbortController();
const report = await runCollection({
  source: createKubernetesSource(),
  sink: createNdjsonSink(folder),
  signal,
});
for (const {name, items, outcome} of report.readings) process.stdout.write(`${name}\t${items}\t${outcome}\n`);
process.exitCode = report.result === 'success' ? 0 : 1;
