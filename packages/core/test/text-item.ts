import type {StreamItem, StreamName} from '../src/index.ts';

/** An item over JSON text, described by its metadata: for streams that no source in memory has. */
export function textItem(text: string, stream: StreamName = 'objects'): StreamItem {
  const bytes = Buffer.from(text);
  return {
    stream,
    byteLength: bytes.byteLength,
    copyTo: (target, offset) => target.set(bytes, offset),
    describe() {
      const {kind, metadata} = JSON.parse(text) as {kind: string; metadata: {name: string}};
      return {kind, name: metadata.name};
    },
  };
}
