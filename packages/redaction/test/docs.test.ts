import {readFileSync} from 'node:fs';

import {describe, expect, it} from 'vitest';

import {tellingForms} from '../src/detectors/telling-value.ts';
import {builtInRules} from '../src/rules/built-in-rules.ts';
import {readRules} from '../src/rules/read-rules.ts';
import {ruleSchema} from '../src/rules/rule-schema.ts';

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}.md`, import.meta.url), 'utf8');

describe('the documentation', () => {
  it('has every built-in set, as its data says it', () => {
    const security = page('security');
    for (const [name, {takes, leaves}] of Object.entries(builtInRules)) {
      expect(security).toContain(`| \`${name}\` | ${takes} | ${leaves} |`);
    }
  });

  it('names every form that a secret has', () => {
    const names = [...new Set(tellingForms.map(({name}) => name))].join(', ');
    expect(page('security').replaceAll(/\s+/g, ' ')).toContain(names);
  });

  it('has rules that can be read, and every member of a rule', async () => {
    const text = page('write-your-own-rule');
    const examples = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml]) => yaml ?? '');
    expect(examples.length).toBeGreaterThan(1);
    for (const yaml of examples) {
      expect((await readRules(yaml, 'docs')).rules.length).toBeGreaterThan(2);
    }
    for (const member of Object.keys(ruleSchema.items.properties)) expect(text).toContain(`\`${member}`);
  });
});
