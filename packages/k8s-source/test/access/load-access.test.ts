import {join} from 'node:path';

import {serverCertificate} from '@firefly/sandbox';
import {describe, expect, test} from 'vitest';

import {loadAccess} from '../../src/access/load-access.ts';
import {kubeconfigText} from './kubeconfig-text.ts';
import {temporaryFolder} from './temporary-folder.ts';

const {ca} = await serverCertificate();
const pod = {KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443'};

function places() {
  const config = (name: string) =>
    kubeconfigText({name, user: {token: `t0ken-${name}`}, cluster: {server: `https://${name}.example`}});
  const folder = temporaryFolder({
    'home/.kube/config': config('home'),
    'home/other': config('other'),
    listed: config('listed'),
    named: config('named'),
    'account/token': 't0ken-account',
    'account/ca.crt': ca,
  });
  return {
    at: (name: string) => join(folder, name),
    home: {HOME: join(folder, 'home')},
    serviceAccountFolder: join(folder, 'account'),
  };
}

async function tokenOf(access: ReturnType<typeof loadAccess>): Promise<string> {
  return String((await (await access).credentials())['authorization']);
}

describe('the way to the cluster', () => {
  test('is the kubeconfig that was named, even in a pod', async () => {
    const {at, home, serviceAccountFolder} = places();
    const environment = {...pod, ...home, KUBECONFIG: at('listed')};
    expect(await tokenOf(loadAccess({kubeconfig: at('named'), environment, serviceAccountFolder}))).toBe(
      'Bearer t0ken-named',
    );
    expect(await tokenOf(loadAccess({kubeconfig: '~/other', environment, serviceAccountFolder}))).toBe(
      'Bearer t0ken-other',
    );
  });

  test('is a kubeconfig when a context is asked for, even in a pod', async () => {
    const {at, home, serviceAccountFolder} = places();
    const environment = {...pod, ...home, KUBECONFIG: at('listed')};
    expect(await tokenOf(loadAccess({context: 'listed', environment, serviceAccountFolder}))).toBe(
      'Bearer t0ken-listed',
    );
  });

  test('is else the service account of the pod', async () => {
    const {at, home, serviceAccountFolder} = places();
    const environment = {...pod, ...home, KUBECONFIG: at('listed')};
    expect(await tokenOf(loadAccess({environment, serviceAccountFolder}))).toBe('Bearer t0ken-account');
  });

  test('is else KUBECONFIG, of which some files may be missing', async () => {
    const {at, home, serviceAccountFolder} = places();
    const kubeconfigPaths = `${at('missing')}:${at('listed')}::${at('named')}`;
    const environment = {...home, KUBECONFIG: kubeconfigPaths};
    expect(await tokenOf(loadAccess({environment, serviceAccountFolder}))).toBe('Bearer t0ken-listed');
    expect(await tokenOf(loadAccess({context: 'named', environment}))).toBe('Bearer t0ken-named');
  });

  test('is else the kubeconfig of the home folder', async () => {
    const {home, serviceAccountFolder} = places();
    expect(await tokenOf(loadAccess({environment: {...home, KUBECONFIG: ''}, serviceAccountFolder}))).toBe(
      'Bearer t0ken-home',
    );
  });

  test('that leads nowhere is told with all that was looked for', async () => {
    const empty = temporaryFolder();
    await expect(loadAccess({environment: {HOME: empty}})).rejects.toThrow(
      `No cluster to read: this is not a pod with a service account, and ${empty}/.kube/config does not exist; ` +
        'expected a kubeconfig by -external FILE or KUBECONFIG.',
    );
    await expect(loadAccess({environment: {HOME: empty, KUBECONFIG: '/a:/b'}})).rejects.toMatchObject({
      code: 'K8S_ACCESS',
      message: expect.stringContaining('and /a, /b do not exist') as string,
    });
    await expect(loadAccess({kubeconfig: `${empty}/none`, environment: {}})).rejects.toThrow(
      `The kubeconfig ${empty}/none cannot be read: there is no such file.`,
    );
  });
});
