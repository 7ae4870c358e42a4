import {constants, crc32, deflateRawSync} from 'node:zlib';
import {goJson} from '../go-json.ts';
import {writeFiller} from './filler.ts';

/** What differs between releases of one chart. */
export interface HelmRelease {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly status: string;
  readonly firstDeployed: string;
  readonly lastDeployed: string;
}

const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

interface Chart {
  readonly json: Buffer;
  readonly deflated: Buffer;
}

let charts: readonly Chart[] | undefined;

/** The most bytes that `helmPayload` gives. */
export const largestHelmPayload = 64 * 1024;

/**
 * `base64(gzip(json))` of a release as Helm stores it. The chart, nearly all of it, was compressed beforehand: name,
 * status and version go around it in stored blocks of the same gzip member, so that a release costs microseconds.
 */
export function helmPayload(release: HelmRelease): string {
  charts ??= [chart('shop', 12), chart('redis', 20), chart('ingress-nginx', 30)];
  const {name, namespace, version, status, firstDeployed, lastDeployed} = release;
  const {json, deflated} = charts[name.length % charts.length] ?? chart('shop', 1);
  const info = {
    first_deployed: firstDeployed,
    last_deployed: lastDeployed,
    deleted: status === 'uninstalled' ? lastDeployed : '',
    description: status === 'failed' ? `Upgrade "${name}" failed: timed out` : 'Upgrade complete',
    status,
    notes: `Thank you for installing ${name} <${namespace}>.\n`,
  };
  const head = Buffer.from(`${goJson({name, info}).slice(0, -1)},"chart":`);
  const manifest = `---\n# Source: shop/templates/configmap.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}-config\n  namespace: ${namespace}\n`;
  const config = {image: {tag: `v1.${version}.0`}, replicas: version};
  const tail = Buffer.from(`,${goJson({config, manifest, hooks: [], version, namespace}).slice(1)}`);
  const trailer = Buffer.allocUnsafe(8);
  trailer.writeUInt32LE(crc32(tail, crc32(json, crc32(head))), 0);
  trailer.writeUInt32LE(head.length + json.length + tail.length, 4);
  const parts = [gzipHeader, storedBlock(head, false), deflated, storedBlock(tail, true), trailer];
  return Buffer.concat(parts).toString('base64');
}

/** A block of deflate that is not compressed (RFC 1951, 3.2.4). */
function storedBlock(bytes: Buffer, last: boolean): Buffer {
  const header = Buffer.allocUnsafe(5);
  header.writeUInt8(last ? 1 : 0, 0);
  header.writeUInt16LE(bytes.length, 1);
  header.writeUInt16LE(~bytes.length & 0xffff, 3);
  return Buffer.concat([header, bytes]);
}

function chart(name: string, templates: number): Chart {
  const source = (index: number) => {
    const text = Buffer.from(
      `apiVersion: v1\nkind: ConfigMap\ndata: {{ .Values | quote }}\n${' '.repeat(1700)}`,
    );
    writeFiller(index * 4096 + templates, 1700, text, text.length - 1700);
    return text.toString('base64');
  };
  const description = `A chart for ${name}`;
  const json = Buffer.from(
    goJson({
      metadata: {name, version: '4.2.1', apiVersion: 'v2', appVersion: '1.27.0', description},
      lock: null,
      templates: Array.from({length: templates}, (_, index) => ({
        name: `templates/part-${index}.yaml`,
        data: source(index),
      })),
      values: {image: {repository: `registry.example.com/${name}`, tag: ''}, replicas: 1},
      schema: null,
      files: [{name: '.helmignore', data: 'LmdpdAo='}],
    }),
  );
  // A synchronous flush ends on a byte boundary, so that a stored block may follow.
  return {json, deflated: deflateRawSync(json, {finishFlush: constants.Z_SYNC_FLUSH})};
}
