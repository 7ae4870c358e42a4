import {createKubernetesSource} from '@firefly/k8s-source';

process.stdout.write(`${await createKubernetesSource().list('deployments').count()} deployments\n`);
