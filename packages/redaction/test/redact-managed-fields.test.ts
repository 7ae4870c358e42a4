import {describe, expect, it} from 'vitest';
import {redactText} from './redact-text.ts';

describe('the rule managedFields', () => {
  it('empties the list at the top and in the metadata of templates, and keeps every other byte', () => {
    const fields = '[ {"manager":"a]\\"","fieldsV1":{"f:metadata":{"f:managedFields":[]}}},[1] ]';
    const text = `{"kind":"Deployment","metadata" : {"managedFields": ${fields}, "name":"a"},
      "spec":{"template":{"metadata":{"x":1.0,"managedFields":${fields}}},"list":[{"metadata":{"managedFields":${fields}}}]},
      "status":{"n":1e3}}`;
    expect(redactText(text, 'managedFields')).toBe(text.replaceAll(fields, '[]'));
  });

  it('reads a key that is written with escapes', () => {
    const text = String.raw`{"kind":"Pod","met\u0061data":{"man\u0061gedFields":[{}]}}`;
    expect(redactText(text, 'managedFields')).toBe(text.replace('[{}]', '[]'));
  });

  it('leaves what only looks like it', () => {
    const text = `{"kind":"Pod","managedFields":[1],"metadata":{"managedFields":[ ],"labels":{"managedFields":"x"},
      "annotations":{"a":"\\"managedFields\\":[{}]"}},"spec":{"managedFields":[2],"metadata":{"managedFields":{"a":[]}}}}`;
    expect(redactText(text, 'managedFields')).toBe(text);
  });
});
