import {
  ApisApi,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  type V1APIResource,
} from '@kubernetes/client-node';

const [type = 'deploy'] = process.argv.slice(2);
const config = new KubeConfig();
config.loadFromDefault();

/** Which API version has the type, and its kind there. */
async function find(): Promise<[apiVersion: string, kind: string]> {
  const fits = ({name, singularName, kind, shortNames = []}: V1APIResource) =>
    [name, singularName, kind.toLowerCase(), ...shortNames].includes(type.toLowerCase());
  const core = (await config.makeApiClient(CoreV1Api).getAPIResources()).resources.find(fits);
  if (core !== undefined) return ['v1', core.kind];
  const {groups} = await config.makeApiClient(ApisApi).getAPIVersions();
  const custom = config.makeApiClient(CustomObjectsApi);
  for (const {name: group, versions, preferredVersion = versions[0]} of groups) {
    const version = preferredVersion?.version ?? '';
    // A group that is dead must not end the search.
    const {resources} = await custom.getAPIResources({group, version}).catch(() => ({resources: []}));
    const found = resources.find(fits);
    if (found !== undefined) return [`${group}/${version}`, found.kind];
  }
  throw new Error(`This cluster has no type "${type}".`);
}

const {items} = await KubernetesObjectApi.makeApiClient(config).list(...(await find()));
for (const {metadata} of items) process.stdout.write(`${metadata?.namespace ?? ''}/${metadata?.name}\n`);
