// node cluster-to-firefly.ts CLUSTER_ID: delivers the cluster that the kubeconfig names to Firefly.
import {runCollection} from '@firefly/core';
import {createFireflySink} from '@firefly/firefly-sink';
import {createKubernetesSource} from '@firefly/k8s-source';

const [clusterId = 'my-cluster'] = process.argv.slice(2);
const {FIREFLY_ACCESS_KEY: accessKey = '', FIREFLY_SECRET_KEY: secretKey = ''} = process.env;
const {FIREFLY_ENDPOINT: endpoint = 'https://gateway.firefly.ai'} = process.env;
const {FIREFLY_LOGIN_ENDPOINT: loginEndpoint = 'https://prod.external.api.infralight.cloud'} = process.env;
const report = await runCollection({
  source: createKubernetesSource(),
  sink: createFireflySink({
    clusterId,
    accessKey,
    secretKey,
    endpoint,
    loginEndpoint,
    collectorVersion: '1.0.0',
  }),
  signal: AbortSignal.timeout(600_000),
});
process.stdout.write(`${report.result}: ${report.reason ?? 'everything was accepted'}\n`);
process.exitCode = report.result === 'failure' ? 1 : 0;
