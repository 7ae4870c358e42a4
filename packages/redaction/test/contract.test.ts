import {gunzipSync, gzipSync} from 'node:zlib';

import type {RawObject} from '@firefly/core';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {stringify} from 'yaml';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {createRedactor} from '../src/create-redactor.ts';
import {readRules} from '../src/rules/read-rules.ts';
import {rawObjectOf} from './raw-object-of.ts';

/** How a document may lie within another, and how it is got out again. */
const wrappings: Readonly<Record<string, {pack(text: string): string; unpack(text: string): string}>> = {
  json: {
    pack: (text) => JSON.stringify({first: 1.5, document: text}),
    unpack: (text) => (JSON.parse(text) as {document: string}).document,
  },
  yaml: {pack: (text) => stringify({a: ['b'], document: text}), unpack: (text) => text},
  base64: {
    pack: (text) => Buffer.from(text).toString('base64'),
    unpack: (text) => Buffer.from(text, 'base64').toString(),
  },
  gzip: {
    pack: (text) => gzipSync(text).toString('base64'),
    unpack: (text) => gunzipSync(Buffer.from(text, 'base64')).toString(),
  },
};

const documents: Readonly<Record<string, (value: string) => string>> = {
  json: (value) => JSON.stringify({db: {password: value}}),
  yaml: (value) => stringify({db: {password: value, host: 'h'}}),
  'environment file': (value) => `PORT=80\nDB_PASSWORD=${value}\n`,
  manifest: (value) => JSON.stringify({apiVersion: 'v1', kind: 'Secret', stringData: {note: value}}),
  'YAML manifest': (value) => `apiVersion: v1\nkind: Secret\nstringData:\n  note: ${JSON.stringify(value)}\n`,
  url: (value) => `url = postgres://u:${value}@h/d`,
};

const value = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{5}[-_!][A-Z][a-z0-9]{5}[0-9]$/);
const path = fc.array(fc.constantFrom(...Object.keys(wrappings)), {maxLength: 3});
const places: Readonly<Record<string, (text: string) => object>> = {
  'a ConfigMap': (text) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name: 'a'},
    data: {file: text, other: 'stays'},
    n: 1.0,
  }),
  'an annotation': (text) => ({
    kind: 'Pod',
    metadata: {name: 'a', annotations: {note: text}},
    spec: {a: [1e3]},
  }),
  'a custom resource': (text) => ({
    apiVersion: 'example.com/v1',
    kind: 'Thing',
    spec: {deep: [{text}], other: 'stays'},
  }),
};

/** All texts that a reader could get out of this one. */
function everythingIn(text: string, depth = 0): string[] {
  const found = [text];
  if (depth > 6) return found;
  for (const [run] of text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)) {
    const bytes = Buffer.from(run, 'base64');
    found.push(
      ...everythingIn(
        (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('latin1'),
        depth + 1,
      ),
    );
  }
  return found;
}

describe('whatever the documents, and however they lie in each other', () => {
  it('a planted value is nowhere, and without it every byte is as it came', () => {
    fc.assert(
      fc.property(
        value,
        path,
        fc.constantFrom(...Object.keys(documents)),
        fc.constantFrom(...Object.keys(places)),
        (secret, wraps, kind, where) => {
          const document = (documents[kind] as (text: string) => string)(secret);
          const text = wraps.reduce(
            (inner, name) => (wrappings[name] as {pack(text: string): string}).pack(inner),
            document,
          );
          const raw = rawObjectOf((places[where] as (text: string) => object)(text));
          const redactor = createRedactor({sets: ['all']});
          const left = redactor.redact(raw) as RawObject;
          const json = Buffer.from(left.bytes).toString();
          for (const one of everythingIn(json)) expect(one).not.toContain(secret);
          expect(() => left.parse()).not.toThrow();
          if (wraps.length === 0) {
            const original = Buffer.from(raw.bytes).toString();
            expect(json).toBe(original.replaceAll(JSON.stringify(secret).slice(1, -1), 'REDACTED'));
          }
          expect(redactor.redact(left)).toBe(left);
          // The same walk reports what it finds, and changes nothing.
          const findings = createRedactor({sets: ['all']}).examine(raw);
          expect(findings.length).toBeGreaterThan(0);
          expect(JSON.stringify(findings)).not.toContain(secret);
        },
      ),
      {numRuns: fuzzRuns(300)},
    );
  });

  it("what a user's rule matches is nowhere either", async () => {
    const {rules, compile} = await readRules("- {name: numbers, value: 'CUST-[0-9]{8}'}", 'rules');
    fc.assert(
      fc.property(
        fc.stringMatching(/^CUST-[0-9]{8}$/),
        path,
        fc.constantFrom(...Object.keys(places)),
        (number, wraps, where) => {
          const text = wraps.reduce(
            (inner, name) => (wrappings[name] as {pack(text: string): string}).pack(inner),
            `see ${number}, please`,
          );
          const redactor = createRedactor({sets: [], rules, ...(compile === undefined ? {} : {compile})});
          const left = redactor.redact(
            rawObjectOf((places[where] as (text: string) => object)(text)),
          ) as RawObject;
          for (const one of everythingIn(Buffer.from(left.bytes).toString()))
            expect(one).not.toContain(number);
        },
      ),
      {numRuns: fuzzRuns(150)},
    );
  });

  it('any JSON without a secret stays the very same object', () => {
    fc.assert(
      fc.property(fc.jsonValue({maxDepth: 5}), (spec) => {
        const raw = rawObjectOf({apiVersion: 'example.com/v1', kind: 'Thing', spec});
        const redacted = createRedactor({sets: ['secrets', 'env', 'managedFields']}).redact(raw);
        expect(redacted).toBe(raw);
      }),
      {numRuns: fuzzRuns(200)},
    );
  });
});
