import {describe, expect, test} from 'vitest';
import {
  definitionName,
  generateCluster,
  objectAt,
  type ResourceDefinition,
  startKubernetesApi,
} from '../../src/index.ts';
import {ApiClient} from './api-client.ts';

const cluster = generateCluster({objects: 4000, objectBytes: 4000});

function pathOf({group, versions, resource}: ResourceDefinition): string {
  return group === '' ? `/api/v1/${resource}` : `/apis/${group}/${versions[0]}/${resource}`;
}

/** The items of all pages, as text, one after the other. */
async function itemsOf(client: ApiClient, definition: ResourceDefinition, limit: number): Promise<string> {
  const pages: string[] = [];
  for (let token = ''; ;) {
    const query = `limit=${limit}${token === '' ? '' : `&continue=${token}`}`;
    const {text} = await client.send(`${pathOf(definition)}?${query}`);
    const end = definition.custom ? text.lastIndexOf('],"kind":"') : text.length - ']}\n'.length;
    pages.push(text.slice(text.indexOf('"items":[') + '"items":['.length, end));
    const metadata = definition.custom ? text.slice(end) : text.slice(0, 1000);
    token = /"continue":"([^"]+)"/.exec(metadata)?.[1] ?? '';
    if (token === '') return pages.join(',');
  }
}

describe.each([{http2: true}, {http2: false}])('long lists, %j', ({http2}) => {
  test('arrive whole and unmixed when many are read at once', async () => {
    await using api = await startKubernetesApi({cluster});
    await using client = new ApiClient(api, {http2});
    const definitions = cluster.resources.filter(
      (definition) => cluster.count(definitionName(definition)) > 100,
    );
    expect(definitions.length).toBeGreaterThan(8);
    await Promise.all(
      definitions.map(async (definition, index) => {
        const table = cluster.read(definition)!;
        const expected = Array.from({length: table.length}, (_, number) =>
          objectAt(table, number, definition.versions[0]!).toString(),
        ).join(',');
        // No message with both texts in it: they are megabytes.
        expect((await itemsOf(client, definition, 60 + index * 40)) === expected).toBe(true);
      }),
    );
    expect(api.violations).toEqual([]);
  });
});
