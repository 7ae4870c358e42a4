import {api} from '../ky-connection.ts';

interface Names {
  readonly name: string;
  readonly singularName: string;
  readonly kind: string;
  readonly shortNames?: readonly string[];
}
interface ObjectList {
  readonly items: readonly {readonly metadata: {readonly namespace?: string; readonly name: string}}[];
}
interface Groups {
  readonly groups: readonly {readonly preferredVersion: {readonly groupVersion: string}}[];
}

const [type = 'deploy'] = process.argv.slice(2);

async function listType(): Promise<ObjectList> {
  const {groups} = await api.get('apis').json<Groups>();
  const paths = ['api/v1', ...groups.map(({preferredVersion}) => `apis/${preferredVersion.groupVersion}`)];
  for (const path of paths) {
    // A group that is dead must not end the search.
    const {resources} = await api
      .get(path, {retry: 0})
      .json<{readonly resources: readonly Names[]}>()
      .catch(() => ({resources: []}));
    const found = resources.find(({name, singularName, kind, shortNames = []}) =>
      [name, singularName, kind.toLowerCase(), ...shortNames].includes(type.toLowerCase()),
    );
    if (found !== undefined) return api.get(`${path}/${found.name}`).json<ObjectList>();
  }
  throw new Error(`This cluster has no type "${type}".`);
}

for (const {metadata} of (await listType()).items)
  process.stdout.write(`${metadata.namespace ?? ''}/${metadata.name}\n`);
