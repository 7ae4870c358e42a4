import {lintSource} from '@secretlint/core';
import {creator} from '@secretlint/secretlint-rule-preset-recommend';
import {describe, expect, it} from 'vitest';

import {corpus} from './corpus.ts';
import {redactText} from './redact-text.ts';

/** How many secrets another tool finds in this text. */
async function findings(content: string): Promise<number> {
  const {messages} = await lintSource({
    source: {content, filePath: 'objects.json', contentType: 'text', ext: '.json'},
    options: {
      config: {rules: [{id: '@secretlint/secretlint-rule-preset-recommend', rule: creator}]},
    },
  });
  return messages.length;
}

describe('secretlint with its recommended preset', () => {
  const objects = corpus(0)
    .filter(({isSecret}) => isSecret)
    .map(({object}) => object);

  it('finds secrets in the corpus, and none in what is left of it', async () => {
    expect(await findings(objects.map((object) => JSON.stringify(object)).join('\n'))).toBeGreaterThan(5);
    const left = objects.map((object) => redactText(object, 'all')).join('\n');
    // It takes any word in a URL for a password, the marker too.
    expect(await findings(left.replaceAll(':REDACTED@', '@'))).toBe(0);
  });
});
