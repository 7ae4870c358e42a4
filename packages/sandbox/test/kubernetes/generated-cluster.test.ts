import {gunzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import {
  definitionName,
  generateCluster,
  type GeneratedCluster,
  lowerBound,
  objectAt,
  type ResourceDefinition,
} from '../../src/index.ts';

interface KubernetesObject {
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: {kind: string; name: string; uid: string}[];
    managedFields?: unknown[];
  };
  type?: string;
  data: Record<string, string>;
  spec: Record<string, unknown>;
  status: Record<string, unknown>;
}

function definitionOf(cluster: GeneratedCluster, resource: string): ResourceDefinition {
  return cluster.resources.find((definition) => definitionName(definition) === resource)!;
}

function* textsOf(cluster: GeneratedCluster, definition: ResourceDefinition): Generator<[string, string]> {
  const table = cluster.read(definition)!;
  for (let index = 0; index < table.length; index++) {
    yield [table.keyAt(index), objectAt(table, index, definition.versions[0]!).toString()];
  }
}

function objectsOf(cluster: GeneratedCluster, resource: string): KubernetesObject[] {
  const texts = [...textsOf(cluster, definitionOf(cluster, resource))];
  return texts.map(([, text]) => JSON.parse(text) as KubernetesObject);
}

const filled = (cluster: GeneratedCluster) =>
  cluster.resources.filter((definition) => cluster.count(definitionName(definition)) > 0);

describe('a generated cluster', () => {
  const demo = generateCluster();

  test.each([
    ['demo', 2500, 40],
    ['bench', 2000, 55],
    ['bench', 20_000, 55],
    ['bench', 1_000_000, 55],
  ] as const)('%s has exactly %i objects in %i types', (profile, objects, types) => {
    const cluster = generateCluster({profile, objects});
    expect(filled(cluster)).toHaveLength(types);
    expect(
      filled(cluster).reduce(
        (sum, {group, resource}) => sum + cluster.count(definitionName({group, resource})),
        0,
      ),
    ).toBe(objects);
  });

  test('gives objects that are JSON, in the order of etcd, with a UID of their own', () => {
    const uids = new Set<string>();
    // One assertion for all of them: thousands would take longer than the objects.
    const odd: unknown[] = [];
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    for (const definition of filled(demo)) {
      let previous = '';
      for (const [key, text] of textsOf(demo, definition)) {
        const {metadata} = JSON.parse(text) as KubernetesObject;
        const own = [metadata.namespace, metadata.name].filter(Boolean).join('/');
        if (key <= previous || own !== key || !uuid.test(metadata.uid))
          odd.push({previous, key, own, metadata});
        uids.add(metadata.uid);
        previous = key;
      }
    }
    expect(odd).toEqual([]);
    expect(uids.size).toBe(2500);
  });

  test('keeps that order at any size', () => {
    const cluster = generateCluster({profile: 'bench', objects: 1_000_000});
    const odd: unknown[] = [];
    for (const definition of filled(cluster)) {
      const table = cluster.read(definition)!;
      // Around every hundredth of it: the borders of namespaces and segments are somewhere among them.
      for (let part = 0; part < 100; part++) {
        const index = Math.floor((part * table.length) / 100);
        const key = table.keyAt(index);
        const isLast = index + 1 === table.length;
        if (!isLast && table.keyAt(index + 1) <= key) odd.push([key, table.keyAt(index + 1)]);
        if (lowerBound(table, key) !== index) odd.push([key, index]);
      }
    }
    expect(odd).toEqual([]);
  });

  test('is the same for the same seed, and another for another', () => {
    const pods = (seed?: number) => {
      const cluster = generateCluster(seed === undefined ? {} : {seed});
      return [...textsOf(cluster, definitionOf(cluster, 'pods'))].map(([, text]) => text);
    };
    expect(pods()).toEqual(pods(1));
    expect(pods(2)[0]).not.toBe(pods(1)[0]);
  });

  test('serves custom resources with sorted keys, in each of their versions', () => {
    const definition = definitionOf(demo, 'widgets.example.com');
    const table = demo.read(definition)!;
    const [stored, other] = definition.versions.map((version) => objectAt(table, 0, version).toString());
    expect(stored).toMatch(
      /^\{"apiVersion":"example.com\/v1","kind":"Widget","metadata":\{"creationTimestamp":/,
    );
    expect(other).toBe(stored!.replace('example.com/v1"', 'example.com/v1beta1"'));
  });

  test('contains numbers and strings that JavaScript would not give back', () => {
    const [, text] = textsOf(demo, definitionOf(demo, 'widgets.example.com')).next().value as [
      string,
      string,
    ];
    for (const piece of [
      '9007199254740993',
      '"whole":1.0',
      '1e3',
      '1.5E-300',
      '-0.0',
      String.raw`\u003ca href`,
      '東京',
    ]) {
      expect(text).toContain(piece);
    }
    expect(JSON.stringify(JSON.parse(text))).not.toBe(text);
  });

  test('has pods with secrets in their environment, managed fields and owners', () => {
    const [pod] = objectsOf(demo, 'pods');
    expect(JSON.stringify(pod!.spec)).toContain('"name":"DB_PASSWORD","value":"pw-');
    expect(pod!.metadata.managedFields).toHaveLength(2);
    const [deployment] = objectsOf(demo, 'deployments.apps');
    expect(deployment!.metadata.annotations).toHaveProperty([
      'kubectl.kubernetes.io/last-applied-configuration',
    ]);
  });

  test.each([
    ['replicasets.apps', ['deployments.apps', 'rollouts.argoproj.io']],
    ['pods', ['replicasets.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch']],
    ['jobs.batch', ['cronjobs.batch']],
    ['controllerrevisions.apps', ['statefulsets.apps', 'daemonsets.apps']],
    ['endpointslices.discovery.k8s.io', ['services']],
    ['certificaterequests.cert-manager.io', ['certificates.cert-manager.io']],
  ])('gives every one of %s an owner among %j', (resource, owners) => {
    const known = new Map(
      owners.flatMap((owner) => objectsOf(demo, owner)).map(({metadata}) => [metadata.uid, metadata]),
    );
    const met = new Set<string>();
    for (const {metadata} of objectsOf(demo, resource)) {
      const [reference] = metadata.ownerReferences!;
      expect(known.get(reference!.uid)).toMatchObject({name: reference!.name, namespace: metadata.namespace});
      met.add(reference!.kind);
    }
    expect(met.size).toBe(owners.length);
  });

  test('ties endpoints, claims and volumes by names alone', () => {
    const services = new Set(
      objectsOf(demo, 'services').map(({metadata}) => `${metadata.namespace}/${metadata.name}`),
    );
    for (const {metadata} of objectsOf(demo, 'endpoints')) {
      expect(services).toContain(`${metadata.namespace}/${metadata.name}`);
      expect(metadata.ownerReferences).toBeUndefined();
    }
    const claims = new Map(
      objectsOf(demo, 'persistentvolumeclaims').map(({metadata}) => [metadata.uid, metadata]),
    );
    for (const {metadata, spec} of objectsOf(demo, 'persistentvolumes')) {
      const claim = claims.get(metadata.name.replace(/^pvc-/, ''));
      expect(spec['claimRef']).toMatchObject({name: claim!.name, namespace: claim!.namespace});
    }
    const sets = new Set(objectsOf(demo, 'statefulsets.apps').map(({metadata}) => metadata.name));
    for (const {name} of claims.values()) expect(sets).toContain(/^data-(.*)-\d$/.exec(name)![1]);
  });

  test('stores Helm releases as Helm does, in Secrets and in ConfigMaps', () => {
    const isRelease = ({metadata}: KubernetesObject) => metadata.labels?.['owner'] === 'helm';
    const secrets = objectsOf(demo, 'secrets').filter(isRelease);
    const maps = objectsOf(demo, 'configmaps').filter(isRelease);
    expect(new Set(secrets.map(({type}) => type))).toEqual(new Set(['helm.sh/release.v1']));
    const statuses = new Set<unknown>();
    for (const [objects, wrapped] of [
      [secrets, true],
      [maps, false],
    ] as const) {
      for (const {metadata, data} of objects) {
        const outer = wrapped ? Buffer.from(data['release']!, 'base64').toString() : data['release']!;
        const release = JSON.parse(gunzipSync(Buffer.from(outer, 'base64')).toString()) as Record<
          string,
          unknown
        >;
        const {name, version, status} = metadata.labels!;
        expect(release).toMatchObject({
          name,
          version: Number(version),
          namespace: metadata.namespace,
          info: {status},
          chart: {metadata: {apiVersion: 'v2'}},
        });
        expect(Object.keys(release)).toEqual(
          'name,info,chart,config,manifest,hooks,version,namespace'.split(','),
        );
        expect(metadata.name).toBe(`sh.helm.release.v1.${name}.v${version}`);
        statuses.add(status);
      }
    }
    expect(statuses).toEqual(new Set(['deployed', 'superseded', 'failed', 'pending-install', 'uninstalled']));
    expect(maps.length).toBeGreaterThan(0);
  });

  test('has for the bench one object of each place in which secrets are left', () => {
    const bench = generateCluster({profile: 'bench', objects: 2000});
    const planted = (cluster: GeneratedCluster) =>
      objectsOf(cluster, 'configmaps').filter(({metadata}) => metadata.name.startsWith('zz-planted-'));
    const files = planted(bench).flatMap(({data}) => Object.entries(data));
    expect(new Set(files.map(([name]) => name)).size).toBe(files.length);
    expect(Object.fromEntries(files)['my.cnf']).toMatch(/^\[client\]\nuser=root\npassword=[\w-]{8,}\n$/);
    expect(planted(demo)).toEqual([]);
  });

  test('has Argo CD applications of every sort', () => {
    const applications = objectsOf(demo, 'applications.argoproj.io');
    const healths = applications.map(
      ({status}) => (status['health'] as {status: string} | undefined)?.status,
    );
    expect(new Set(healths)).toEqual(
      new Set(['Healthy', 'Degraded', 'Missing', 'Unknown', 'Progressing', undefined]),
    );
    expect(applications.some(({spec}) => 'sources' in spec)).toBe(true);
    expect(applications.some(({spec}) => 'source' in spec)).toBe(true);
  });

  test('forces sizes exactly, down to objects that are little more than their names', () => {
    for (const objectBytes of [800, 1500, 6000, 20_000]) {
      const cluster = generateCluster({profile: 'bench', objects: 1000, objectBytes});
      const odd: unknown[] = [];
      for (const definition of filled(cluster)) {
        for (const [key, text] of textsOf(cluster, definition)) {
          if (key.includes('/sh.helm.release.')) continue;
          const {metadata} = JSON.parse(text) as KubernetesObject;
          const bytes = Buffer.byteLength(text);
          const isRight = objectBytes >= 1500 ? bytes === objectBytes : bytes < 1100;
          if (!isRight || metadata.uid === undefined) odd.push([key, bytes, objectBytes]);
        }
      }
      expect(odd).toEqual([]);
    }
  });

  test('has as many namespaces as asked for, and refuses to be too small', () => {
    expect(generateCluster({namespaces: 30}).namespaces).toHaveLength(30);
    expect(() => generateCluster({objects: 10})).toThrow(
      '10 objects are too few for a generated cluster of 8 namespaces; take 500 or more.',
    );
  });
});
