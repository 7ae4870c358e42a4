import {describe, expect, it} from 'vitest';

import {tellingForms} from '../src/detectors/telling-value.ts';
import {redactText} from './redact-text.ts';

const x = (count: number) => 'aB3x'.repeat(Math.ceil(count / 4)).slice(0, count);

/** Of each form one that it finds, and one that it does not. */
const examples: readonly (readonly [string, string, string])[] = [
  [
    'private key',
    '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBqk\n-----END EC PRIVATE KEY-----',
    '-----BEGIN PUBLIC KEY-----\nMHcCAQEEIBqk\n-----END PUBLIC KEY-----',
  ],
  ['JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'eyJhbGciOiJIUzI1NiJ9'],
  ['authorization', 'Bearer abc123def456ghi', 'Bearer authentication'],
  ['password in a URL', 'postgres://shop:hunter2@db/shop', 'postgres://shop@db:5432/shop'],
  ['password of a command', 'curl -u admin:hunter2x https://example.com', 'docker run -u 1000:1000 app'],
  ['password of cloud-init', 'chpasswd:\n  list: |\n    root:hunter2\n', 'chpasswd:\n  expire: false\n'],
  [
    'token in a URL',
    'https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1',
    'https://oauth2@gitlab.example.com/x.git',
  ],
  [
    'webhook',
    'https://hooks.slack.com/services/T00000000/B00000000/aB3xaB3xaB3xaB3xaB3xaB3x',
    'https://hooks.slack.com/services',
  ],
  [
    'signed URL',
    'https://shop.blob.core.windows.net/a?sv=2024&sig=aB3xaB3xaB3xaB3xaB3x%3D',
    'https://shop.example.com/a?sig=',
  ],
  ['password hash', `$2y$10$${x(53)}`, '$2 for one'],
  ['AWS access key', 'AKIAABCDEFGH234567IJ', 'AKIA_KEYS'],
  ['Google key', `AIza${x(35)}`, 'AIzawa'],
  ['Azure key', `abc8Q~${'aB3x~aB.'.repeat(4)}xy`, '8Q~'],
  ['Azure key', `${x(52)}JQQJ99${x(26)}`, 'APIM'],
  ['Slack token', 'xoxb-123456789012-123456789012-aB3xaB3xaB3xaB3xaB3xaB3x', 'xox-1'],
  ['GitHub token', `ghp_${x(36)}`, 'ghp_x'],
  ['Stripe key', `sk_live_${x(24)}`, `pk_live_${x(24)}`],
  ['Twilio key', 'SK0123456789abcdef0123456789abcdef', 'SK0123'],
  ['Mailchimp key', '0123456789abcdef0123456789abcdef-us12', 'eu-us1'],
  ['Telegram token', `123456789:AA${x(33)}`, '12:AA'],
  ['Discord token', `M${x(23)}.Gabc12.${x(38)}`, 'a.Gb'],
];

/** What a token's expression may stand for: letters of both cases and digits, where it takes them. */
function tokenOf(source: string): string {
  const letters = (set: string, count: number) =>
    'aB3x0F1Ab9'
      .repeat(20)
      .split('')
      .filter((letter) => new RegExp(set).test(letter))
      .slice(0, count)
      .join('');
  return source
    .replace('(?<![A-Za-z0-9])', '')
    .replaceAll(/\(\?[!=](?:\[[^\]]*\]|[^)])*\)/g, '')
    .replaceAll(/\(\?:[^()]*\)\?/g, '')
    .replaceAll(/\(\?:([^()|]*)[^()]*\)/g, '$1')
    .replaceAll(/(\[[^\]]+\])\{(\d+)(?:,\d*)?\}/g, (_, set: string, count: string) =>
      letters(set, Number(count)),
    )
    .replaceAll(/\[(\w)[^\]]*\]/g, '$1')
    .replaceAll('\\', '');
}

const named = new Set(examples.map(([name]) => name));
const tokens = tellingForms
  .filter(({name}) => !named.has(name))
  .map(({name, anchors, form}) => [name, tokenOf(form.source), `${anchors[0]}x`] as const);

describe.each([...examples, ...tokens])('the form %s', (name, finds, leaves) => {
  const spec = (note: string) => ({apiVersion: 'v1', kind: 'Thing', spec: {note: `see ${note}`}});
  const forms = tellingForms.filter((form) => form.name === name);

  it('finds its example before anything is decoded, by one of its words', () => {
    expect(redactText(spec(finds), 'values')).toContain('REDACTED');
    const own = forms.filter(({form}) => finds.search(form) !== -1);
    expect(own.some(({anchors}) => anchors.some((anchor) => finds.includes(anchor)))).toBe(true);
    for (const {anchors, isRun} of own)
      for (const anchor of anchors) expect(isRun === true || anchor.length > 2).toBe(true);
  });

  it('leaves what only begins like one', () => {
    expect(redactText(spec(leaves), 'values')).not.toContain('REDACTED');
  });
});

it('has an example of every form', () => {
  for (const {name} of tellingForms) expect([...named, ...tokens.map(([token]) => token)]).toContain(name);
});
