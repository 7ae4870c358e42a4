/** A form by which a secret shows itself, wherever it stands. */
export interface TellingForm {
  /** What findings call it. */
  readonly name: string;
  /** What stands in every such value, in the case that it has there: looked for before anything is decoded. */
  readonly anchors: readonly string[];
  /** A letter that stands somewhere behind the anchor in every such value: the anchor alone is too common. */
  readonly before?: '@';
  /** The secret is the whole match, or its group `secret`. Linear in time: no nested repetition. */
  readonly form: RegExp;
  /** One that it finds, and one that it does not: for the documentation and the tests. */
  readonly finds: string;
  readonly leaves: string;
}

const x = (count: number) => 'aB3x'.repeat(Math.ceil(count / 4)).slice(0, count);
const hex = (count: number) => '0a1b2c3d'.repeat(Math.ceil(count / 8)).slice(0, count);

/** A token that is known by what it begins with; `sample` is what may follow. */
function token(name: string, anchor: string, rest: string, sample: string): TellingForm {
  const escaped = anchor.replaceAll(/[.$*]/g, String.raw`\$&`);
  return {
    name,
    anchors: [anchor],
    form: new RegExp(String.raw`(?<![A-Za-z0-9])${escaped}${rest}`, 'dg'),
    finds: anchor + sample,
    leaves: `${anchor}x`,
  };
}

/** The forms, vendor by vendor. One more is one more entry: anchors, documentation and tests follow. */
export const tellingForms: readonly TellingForm[] = [
  {
    name: 'private key',
    anchors: ['PRIVATE KEY'],
    // Also cut off, and on one line, as environment variables have it.
    form: /-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----[^-]*(?:-(?!----)[^-]*)*(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----)?/dg,
    finds: '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBqk\n-----END EC PRIVATE KEY-----',
    leaves: '-----BEGIN PUBLIC KEY-----\nMHcCAQEEIBqk\n-----END PUBLIC KEY-----',
  },
  {
    name: 'JSON Web Token',
    anchors: ['eyJ'],
    form: /(?<![A-Za-z0-9_-])eyJ[\w-]{8,}\.(?:eyJ[\w-]+|[\w-]*)\.[\w-]*(?:\.[\w-]+\.[\w-]+)?/dg,
    finds: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    leaves: 'eyJhbGciOiJIUzI1NiJ9',
  },
  {
    name: 'authorization',
    anchors: ['earer ', 'asic ', 'EARER ', 'ASIC ', 'oken '],
    form: /\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC|[Tt]oken)\s+(?<secret>(?=[A-Za-z+/=._~-]*\d|[A-Z]*[a-z]+[A-Z])[A-Za-z0-9+/=._~-]{12,})/dg,
    finds: 'Bearer abc123def456ghi',
    leaves: 'Bearer authentication',
  },
  {
    name: 'password in a URL',
    anchors: ['://'],
    before: '@',
    form: /\b[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/(?:[^\s/?#:@"'<>\\,]*):(?<secret>(?!\$[({]|\{\{|<|%\(|@)[^\s"'<>\\]{1,400}?)@(?=[A-Za-z0-9[$({_*-])/dg,
    finds: 'postgres://shop:hunter2@db/shop',
    leaves: 'postgres://shop@db:5432/shop',
  },
  {
    name: 'password of a command',
    anchors: [
      '-u ',
      '--user',
      '--basic-auth',
      'mysql',
      'mariadb',
      'sshpass',
      'redis-cli',
      ' on >',
      '@tcp(',
      '@unix(',
    ],
    // curl, the clients of MySQL and Redis, Redis' users, Go's MySQL driver.
    form: /(?:(?:^|\s)(?:-u|--user|--basic-auth)[ =]["']?[\w.@-]{1,64}:|\b(?:mysql\w*|mariadb\w*|sshpass)\b[^\n|;&]{0,200}?\s-p["']?|\bredis-cli\b[^\n|;&]{0,200}?\s(?:-a|--pass)\s+["']?|\buser\s\S{1,64}\s[^\n>]{0,100}>)(?<secret>(?!\$)[^\s"'\\]{6,200})|(?<![\w/])[\w.-]{1,64}:(?<dsn>(?!\$)[^\s@:/]{4,200})@(?:tcp|unix)\(/dg,
    finds: 'curl -u admin:hunter2x https://example.com',
    leaves: 'docker run -u 1000:1000 app',
  },
  {
    name: 'password of cloud-init',
    anchors: ['chpasswd'],
    form: /\bchpasswd:\s{1,40}(?:expire:\s{0,9}\w{1,9}\s{1,40})?list:\s{0,9}[|>]?-?\s{0,40}(?:- )?[\w-]{1,32}:(?<secret>(?!\$)[^\s"']{4,200})/dg,
    finds: 'chpasswd:\n  list: |\n    root:hunter2\n',
    leaves: 'chpasswd:\n  expire: false\n',
  },
  {
    name: 'token in a URL',
    anchors: ['://'],
    before: '@',
    form: /\b[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/(?<secret>(?=[^\s/@]*\d)[A-Za-z0-9_.~-]{16,})@(?=[A-Za-z0-9])/dg,
    finds: 'https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/1',
    leaves: 'https://oauth2@gitlab.example.com/x.git',
  },
  {
    name: 'webhook',
    anchors: ['ooks', 'eventIngestion', 'office.com', 'logic.azure', 'api.telegram', 'ook/'],
    form: /\/\/(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/|(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/|[\w.-]*webhook\.office\.com\/webhookb2\/|outlook\.office\.com\/webhook\/|hooks\.zapier\.com\/hooks\/catch\/|api\.telegram\.org\/bot|open\.(?:feishu|larksuite)\.(?:cn|com)\/open-apis\/bot\/v2\/hook\/|hook\.[\w.]*make\.com\/|hooks\.[\w.-]+\/(?:services|hooks)\/)(?<secret>[\w@./:-]{8,})/dg,
    finds: 'https://hooks.slack.com/services/T00000000/B00000000/aB3xaB3xaB3xaB3xaB3xaB3x',
    leaves: 'https://hooks.slack.com/services',
  },
  {
    name: 'signed URL',
    anchors: ['sig=', 'ignature=', 'code=', 'oken=', 'key=', 'Key='],
    form: /[?&;](?:sig|Signature|X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token|X-Amz-Credential|code|token|access_token|api_?key|apikey|key|auth|auth_token|hapikey)=(?<secret>[A-Za-z0-9%+/=_.~-]{12,})/dg,
    finds: 'https://shop.blob.core.windows.net/a?sv=2024&sig=aB3xaB3xaB3xaB3xaB3x%3D',
    leaves: 'https://shop.example.com/a?sig=',
  },
  {
    name: 'password hash',
    anchors: [
      '$2',
      '$1$',
      '$5$',
      '$6$',
      '$y$',
      '$7$',
      '$argon2',
      '$apr1$',
      '$scrypt',
      '$pbkdf2',
      '{S',
      'pbkdf2_',
      'bcrypt_',
      'argon2$',
      'SCRAM-SHA',
    ],
    form: /(?:\$(?:2[abxy]?|1|5|6|7|y|gy|argon2(?:id|i|d)|apr1|scrypt|pbkdf2-[\w-]+)\$[\w./+=,$-]{12,}|\{S?SHA(?:256|512)?\}[\w+/=]{20,}|(?:pbkdf2_sha\d+|bcrypt_sha256|argon2)\$[\w./+=,$-]{20,}|SCRAM-SHA-256\$[\w+/=:$]{20,})/dg,
    finds: `$2y$10$${x(53)}`,
    leaves: '$2 for one',
  },
  {
    name: 'AWS access key',
    anchors: ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    form: /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])/dg,
    finds: 'AKIAABCDEFGH234567IJ',
    leaves: 'AKIA_KEYS',
  },
  {
    name: 'Google key',
    anchors: ['AIza', 'ya29.', 'GOCSPX-', 'GOOG1'],
    form: /(?<![A-Za-z0-9])(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|GOOG1[A-Z0-9]{20,})/dg,
    finds: `AIza${x(35)}`,
    leaves: 'AIzawa',
  },
  {
    name: 'Azure key',
    anchors: ['8Q~', '7Q~', 'AzSe', 'ACRA', 'APIM', 'ASt', 'ABa', 'AzCa', 'ACDb'],
    form: /(?<![\w~.-])(?:[\w~.-]{3}[78]Q~[\w~.-]{31,34}|[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}|[\w+/]{32,80}(?:\+ASt|\+ABa|AzSe|\+ACRA|APIM|AzCa|ACDb)[\w+/]{4,8}={0,2})(?![\w~])/dg,
    finds: `abc8Q~${x(34)}`,
    leaves: '8Q~',
  },
  {
    name: 'Slack token',
    anchors: ['xox', 'xapp-', 'xwfp-'],
    form: /(?<![A-Za-z0-9])(?:xox[abeoprs](?:\.xox[bp])?-[\w-]{10,}|x(?:app|wfp)-[\w-]{10,})/dg,
    finds: 'xoxb-123456789012-123456789012-aB3xaB3xaB3xaB3xaB3xaB3x',
    leaves: 'xox-1',
  },
  {
    name: 'GitHub token',
    anchors: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    form: /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{22,})/dg,
    finds: `ghp_${x(36)}`,
    leaves: 'ghp_x',
  },
  {
    name: 'Stripe key',
    anchors: ['k_live_', 'k_test_', 'whsec_'],
    form: /(?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{20,})/dg,
    finds: `sk_live_${x(24)}`,
    leaves: `pk_live_${x(24)}`,
  },
  {
    name: 'Twilio key',
    anchors: ['SK'],
    form: /(?<![A-Za-z0-9+/])SK[0-9a-f]{32}(?![A-Za-z0-9+/])/dg,
    finds: 'SK0123456789abcdef0123456789abcdef',
    leaves: 'SK0123',
  },
  {
    name: 'Telegram token',
    anchors: [':AA'],
    form: /(?<![\w:])\d{8,10}:AA[\w-]{32,34}(?![\w-])/dg,
    finds: `123456789:AA${x(33)}`,
    leaves: '12:AA',
  },
  {
    name: 'Discord token',
    anchors: ['.G', '.Y', '.X'],
    form: /(?<![\w.])[MNO][A-Za-z\d_-]{23,27}\.[GXY][\w-]{5}\.[\w-]{27,}/dg,
    finds: `M${x(23)}.Gabc12.${x(38)}`,
    leaves: 'a.Gb',
  },
  token('GitLab token', 'glpat-', String.raw`[\w.-]{16,}`, x(20)),
  ...['glptt-', 'gldt-', 'glrt-', 'glcbt-', 'glagent-', 'gloas-', 'glsoat-', 'glft-'].map((prefix) =>
    token('GitLab token', prefix, String.raw`[\w.-]{16,}`, x(20)),
  ),
  token(
    'OpenAI or Anthropic key',
    'sk-',
    String.raw`(?:proj-|svcacct-|admin-|or-v1-|ant-[a-z0-9]{1,12}-)?(?=[\w-]{0,60}?\d)(?=[\w-]{0,60}?[A-Z])[A-Za-z0-9_-]{20,200}`,
    x(48),
  ),
  token('SendGrid key', 'SG.', String.raw`[\w-]{16,}\.[\w-]{16,}`, `${x(22)}.${x(43)}`),
  token('npm token', 'npm_', '[A-Za-z0-9]{30,}', x(36)),
  token('PyPI token', 'pypi-', String.raw`[\w-]{40,}`, x(60)),
  token('RubyGems key', 'rubygems_', '[0-9a-f]{32,}', hex(48)),
  token('Docker Hub token', 'dckr_pat_', String.raw`[\w-]{20,}`, x(27)),
  token('Docker Hub token', 'dckr_oat_', String.raw`[\w-]{20,}`, x(32)),
  token('Vault token', 'hvs.', String.raw`[\w-]{20,}`, x(90)),
  token('Vault token', 'hvb.', String.raw`[\w-]{20,}`, x(90)),
  token('Terraform Cloud token', '.atlasv1.', String.raw`[\w-]{40,}`, x(60)),
  token('DigitalOcean token', 'dop_v1_', '[0-9a-f]{40,}', hex(64)),
  token('DigitalOcean token', 'doo_v1_', '[0-9a-f]{40,}', hex(64)),
  token('Shopify token', 'shpat_', '[0-9a-fA-F]{32}', hex(32)),
  token('Shopify token', 'shpss_', '[0-9a-fA-F]{32}', hex(32)),
  token('Square token', 'sq0csp-', String.raw`[\w-]{40,}`, x(43)),
  token('Square token', 'EAAA', String.raw`[\w-]{60}`, x(60)),
  token('Mailgun key', 'key-', '[0-9a-f]{32}', hex(32)),
  token('New Relic key', 'NRAK-', '[A-Z0-9]{20,}', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ2'),
  token('Grafana token', 'glsa_', String.raw`[\w]{30,}`, x(41)),
  token('Grafana token', 'glc_', String.raw`[\w+/=]{30,}`, x(60)),
  token('Databricks token', 'dapi', '[0-9a-f]{32}', hex(32)),
  token('Hugging Face token', 'hf_', '[A-Za-z]{30,}', 'abcdefghijklmnopqrstuvwxyzABCDEFGH'),
  token('Atlassian token', 'ATATT3', String.raw`[\w=-]{50,}`, x(80)),
  token('Linear key', 'lin_api_', '[A-Za-z0-9]{30,}', x(40)),
  token('Postman key', 'PMAK-', String.raw`[0-9a-f]{24}-[0-9a-f]{34}`, `${hex(24)}-${hex(34)}`),
  token('Pulumi token', 'pul-', '[0-9a-f]{40}', hex(40)),
  token('Doppler token', 'dp.', String.raw`(?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}`, `pt.${x(40)}`),
  token('Sentry token', 'sntry', String.raw`[su]_[\w+/=]{30,}`, `s_${x(40)}`),
  token('PlanetScale token', 'pscale_', String.raw`(?:tkn|pw|oauth)_[\w=.-]{20,}`, `tkn_${x(40)}`),
  token('Fly.io token', 'fm2_', String.raw`[\w+/=,]{40,}`, x(60)),
  token('Supabase token', 'sbp_', '[0-9a-f]{40}', hex(40)),
  token('age key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{50,}', 'ABCDEFGHIJ'.repeat(6)),
  token(
    'Dynatrace token',
    'dt0c01.',
    String.raw`[A-Z0-9]{20,}\.[A-Z0-9]{50,}`,
    `${'ABCDEFGHIJ'.repeat(3)}.${'ABCDEFGHIJ'.repeat(6)}`,
  ),
  token('Bitwarden or 1Password token', 'ops_', String.raw`eyJ[\w+/=-]{40,}`, `eyJ${x(60)}`),
  token('Artifactory token', 'AKCp', '[A-Za-z0-9]{60,}', x(69)),
  token('Notion token', 'ntn_', '[A-Za-z0-9]{40,}', x(46)),
  token('Alibaba key', 'LTAI', '[A-Za-z0-9]{12,24}(?![A-Za-z0-9])', x(20)),
  token('Facebook token', 'EAACEdEose0cBA', '[A-Za-z0-9]{10,}', x(20)),
];
