import {type Cluster, definitionName, objectAt} from '@firefly/sandbox';

/** What a source must read of a cluster with its default rules: by reading, each object as it is sent. */
export function expectedObjects(cluster: Cluster): Record<string, string[]> {
  const expected: Record<string, string[]> = {};
  for (const definition of cluster.resources) {
    const {group, kind, custom} = definition;
    const [version = ''] = definition.versions;
    const head = `{"apiVersion":"${group === '' ? version : `${group}/${version}`}","kind":"${kind}",`;
    const table = cluster.read(definition);
    expected[definitionName(definition)] = Array.from({length: table?.length ?? 0}, (_, index) => {
      const text = objectAt(table!, index, version).toString('utf8');
      return custom ? text : head + text.slice(1);
    });
  }
  delete expected['secrets'];
  return expected;
}
