import {createRawObject, type RawObject, type ResourceType} from '@firefly/core';

/** A raw object over this text or this value, of the type that its `apiVersion` and `kind` say. */
export function rawObjectOf(content: string | object): RawObject {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const {apiVersion = 'v1', kind = 'Thing'} = JSON.parse(text) as {apiVersion?: string; kind?: string};
  return createRawObject(typeOf(apiVersion, kind), Buffer.from(text));
}

function typeOf(apiVersion: string, kind: string): ResourceType {
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  return {group, version, kind, resource: `${kind.toLowerCase()}s`, namespaced: true};
}
