import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isMap, isPair, isScalar, isSeq, parseDocument, stringify, visit} from 'yaml';

import {fuzzRuns} from '../../../scripts/fuzz-runs.ts';
import {Outline} from '../src/readers/outline.ts';
import {outlineYaml} from '../src/readers/outline-yaml.ts';

/** How lines are folded, and how many breaks a block ends with, is nothing that a rule asks about. */
const words = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

/** Path and text of every scalar that the scanner finds. */
function scanned(text: string): string[] {
  const source = Buffer.from(text);
  const outline = new Outline(source, undefined, true);
  outlineYaml(outline, source.toString('latin1'));
  const found: string[] = [];
  const pathOf = (node: number): string => {
    const parent = outline.parent(node);
    if (parent === -1) return '';
    return `${pathOf(parent)}/${outline.key(node)?.text ?? outline.index(node)}`;
  };
  for (let node = 0; node < outline.count; node++) {
    if (!outline.isContainer(node)) found.push(`${pathOf(node)} ${words(outline.text(node))}`);
  }
  outline.release();
  return found;
}

/** The same by the yaml library; what stands for nothing is none. */
function parsed(text: string): string[] {
  const found: string[] = [];
  const document = parseDocument(text, {schema: 'failsafe'});
  expect(document.errors).toEqual([]);
  visit(document, {
    Scalar(key, node, path) {
      if (key === 'key' || node.value === '' || node.source === '') return;
      const steps = path.flatMap((one, index) => {
        const next = path[index + 1] ?? node;
        if (isPair(one)) return isScalar(one.key) ? [String(one.key.value)] : [];
        if (isSeq(one)) return [String(one.items.indexOf(next))];
        return isMap(one) ? [] : [];
      });
      found.push(`/${steps.join('/')} ${words(String(node.value))}`);
    },
  });
  return found;
}

const word = fc
  .stringMatching(/^[a-z][a-z0-9]{0,6}$/)
  .filter((text) => !/^(?:true|false|null|yes|no|on|off|y|n)$/.test(text));
const text = fc
  .oneof(
    word,
    fc.stringMatching(/^[A-Za-z0-9 _.:/@#'"{}[\],&*!|>%-]{1,30}$/),
    fc
      .array(fc.stringMatching(/^[A-Za-z0-9 _.:/#'"-]{0,20}$/), {minLength: 2, maxLength: 4})
      .map((lines) => lines.join('\n')),
    fc.constantFrom(
      'a: b',
      '- a',
      '"quoted"',
      "it's",
      'a #b',
      '{a: b}',
      'line\n\nline\n',
      '  indented',
      'ünï ✓',
      '---',
      'x'.repeat(120),
    ),
  )
  .filter((text) => text.trim() !== '');
const {value} = fc.letrec((tie) => ({
  value: fc.oneof({maxDepth: 4, depthSize: 'small'}, text, tie('map'), tie('list')),
  map: fc.dictionary(fc.oneof(word, fc.constantFrom('a b', 'x.y/z', 'a: b', '"q"', "it's")), tie('value'), {
    minKeys: 1,
    maxKeys: 4,
  }),
  list: fc.array(tie('value'), {minLength: 1, maxLength: 4}),
}));

describe('the scanner of YAML, with the yaml library as its oracle', () => {
  it.each(['BLOCK_FOLDED', 'BLOCK_LITERAL', 'PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'] as const)(
    'finds every scalar, where it is and what it says: %s',
    (defaultStringType) => {
      fc.assert(
        fc.property(
          fc.dictionary(word, value, {minKeys: 1, maxKeys: 4}),
          fc.constantFrom(0, 40, 80),
          fc.boolean(),
          (content, lineWidth, indentSeq) => {
            const yaml = stringify(content, {
              defaultStringType,
              defaultKeyType: null,
              lineWidth,
              indentSeq,
              aliasDuplicateObjects: false,
            });
            expect(scanned(yaml)).toEqual(parsed(yaml));
          },
        ),
        {numRuns: fuzzRuns(200)},
      );
    },
  );

  it('reads flow style as the library does', () => {
    fc.assert(
      fc.property(fc.dictionary(word, value, {minKeys: 1, maxKeys: 4}), (content) => {
        // A plain text in several lines may go on with a quote there, which is read as a text of its own.
        fc.pre(!JSON.stringify(content).includes(String.raw`\n`));
        const yaml = stringify(content, {
          collectionStyle: 'flow',
          lineWidth: 0,
          aliasDuplicateObjects: false,
        });
        expect(scanned(`top: ${yaml}`)).toEqual(parsed(`top: ${yaml}`));
      }),
      {numRuns: fuzzRuns(200)},
    );
  });

  it('reads a plain text in flow style that goes on in the next line', () => {
    const yaml = 'a: {b: one\n  two, c: [three\n\n  four], d: e}\n';
    expect(scanned(yaml)).toEqual(parsed(yaml));
  });
});
