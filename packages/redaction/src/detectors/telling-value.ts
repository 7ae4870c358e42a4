import {commandForms} from './command-forms.ts';
import {rowsOf} from './rows-of.ts';
import {type TellingForm, wordsIn} from './telling-form.ts';

/** Name, `run` of letters or what it has, anchors, expression. Private keys may be cut off, or on one line. */
const forms = String.raw`
private key | - | PRIVATE+KEY Static+key | -----BEGIN (?:[A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?|OpenVPN Static key V1)-----[^-]*(?:-(?!----)[^-]*)*(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|-----END OpenVPN Static key V1-----)?
JSON Web Token | run | eyJ | (?<![A-Za-z0-9_-])eyJ[\w-]{8,}\.(?:eyJ[\w-]+|[\w-]*)\.[\w-]*(?:\.[\w-]+\.[\w-]+)?
authorization | - | SSWS+ earer+ asic+ EARER+ ASIC+ oken+ | \b(?:[Bb]earer|BEARER|[Bb]asic|BASIC|(?<!\b(?:create|delete|revoke|rotate|get) )[Tt]oken(?=[ \t]+[^\s\d]*\d)|SSWS)[ \t]+(?![a-z]+(?:-[a-z]+)*-\d+(?:[\s"']|$))(?<secret>(?=[A-Za-z+/=._~-]*\d|[A-Z]*[a-z]+[A-Z])[A-Za-z0-9+/=._~-]{12,})
password in a URL | @ | :// oracle:thin: | (?:\bjdbc:oracle:thin:\w{1,64}\/|:\/\/[\w.+-]{1,64}@[\w.-]{1,100}:)(?<dsn>(?!\$)[^\s@"'/\\]{4,200})@|(?<=\b[A-Za-z][A-Za-z0-9+.-]{0,30}):\/\/(?:[^\s/?#:@"'<>\\,]*):(?<secret>(?!\$[({]|\$[A-Z]\w*@|\{\{|<|%\(|@)(?:(?!:\/\/)[^\s"'<>\\]){1,400}?)@(?=[A-Za-z0-9[$({_*/-]|$)
password of cloud-init | - | chpasswd | \bchpasswd:\s{1,40}(?:expire:\s{0,9}\w{1,9}\s{1,40})?list:\s{0,9}[|>]?-?\s{0,40}(?:- )?[\w-]{1,32}:(?<secret>(?!\$)[^\s"']{4,200})
token in a URL | @ | :// | (?<=\b[A-Za-z][A-Za-z0-9+.-]{0,30}):\/\/(?<secret>(?=[^\s/@]*\d)(?:[0-9a-f]{32,64}:[0-9a-f]{32,64}|[\w.~-]{16,}|(?=[\w.~-]*[A-Z])(?=[\w.~-]*[a-z])[\w.~-]{12,15}))@(?=[A-Za-z0-9])
token in a URL | - | pikey/ pi-key/ pi_key/ token/ /key/ ook/ ooks/ eartbeat/ /ping/ | :\/\/[^\s"'?]{1,200}?\/(?:api[_-]?key|token|key|(?:web)?hooks?|heartbeat|ping)\/(?<secret>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}|(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{20,200})(?![\w-])
webhook | - | ooks office.com api.telegram ook/ duty.com hc-ping egrations/v1 | \/\/(?:hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/|(?:ptb\.|canary\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/|[\w.-]*webhook\.office\.com\/webhookb2\/|outlook\.office\.com\/webhook\/|hooks\.zapier\.com\/hooks\/catch\/|api\.telegram\.org\/bot|open\.(?:feishu|larksuite)\.(?:cn|com)\/open-apis\/bot\/v2\/hook\/|hook\.[\w.]*make\.com\/|hooks\.[\w.-]+\/(?:services|hooks)\/|events\.pagerduty\.com\/integration\/|hc-ping\.com\/|[\w.-]{1,100}(?::\d{2,5})?\/(?:hooks\/(?=[a-z0-9]{26}\b|\w{17}\/)|integrations\/v1\/\w{1,30}\/(?=\w{20})))(?<secret>[\w@./:-]{8,})
signed URL | - | sig= ignature= code= oken= key= Key= | [?&;](?:sig|Signature|X-Amz-Signature|X-Goog-Signature|X-Amz-Security-Token|X-Amz-Credential|code|token|access_token|api_?key|apikey|key|auth|auth_token|hapikey)=(?<secret>[A-Za-z0-9%+/=_.~-]{12,})
password hash | - | $2$ $2a $2b $2x $2y $1$ $5$ $6$ $y$ $7$ $argon2 $apr1$ $scrypt $pbkdf2 {SHA {SSHA pbkdf2_ bcrypt_ argon2$ SCRAM-SHA md5 | (?:\$(?:2[abxy]?|1|5|6|7|y|gy|argon2(?:id|i|d)|apr1|scrypt|pbkdf2-[\w-]+)\$[\w./+=,$-]{12,}|\{S?SHA(?:256|512)?\}[\w+/=]{20,}|(?:pbkdf2_sha\d+|bcrypt_sha256|argon2)\$[\w./+=,$-]{20,}|SCRAM-SHA-256\$[\w+/=:$]{20,}|(?<![A-Za-z0-9])md5[0-9a-f]{32}(?![0-9A-Za-z]))
AWS access key | - | AKIA ASIA ABIA ACCA | (?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])
Google key | run | AIza ya29. GOCSPX- GOOG1 | (?<![A-Za-z0-9])(?:AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}|GOOG1[A-Z0-9]{20,})
Google key | - | 1//0 | (?<![\w/:.-])1\/\/0[\w-]{40,}
Azure key | - | 8Q~ 7Q~ | (?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31,34}(?![\w~])
Azure key | run | JQQJ99 AzSe ACRA APIM ASt ABa AzCa ACDb | (?<![\w~.+/-])(?:[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}|[\w+/]{32,80}(?:\+ASt|\+ABa|AzSe|\+ACRA|APIM|AzCa|ACDb)[\w+/]{4,8}={0,2})(?![\w~])
Slack token | run | xox xapp- xwfp- | (?<![A-Za-z0-9])(?:xox[abeoprs](?:\.xox[bp])?-[\w-]{10,}|x(?:app|wfp)-[\w-]{10,})
GitHub token | run | ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ | (?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{22,})
Stripe key | run | k_live_ k_test_ whsec_ | (?<![A-Za-z0-9])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/=]{20,})
Twilio key | run | SK | (?<![A-Za-z0-9+/])SK[0-9a-f]{32}(?![A-Za-z0-9+/])
Mailchimp key | - | -us1 -us2 -us3 -us4 -us5 -us6 -us7 -us8 -us9 | (?<![0-9a-zA-Z])[0-9a-f]{32}-us\d{1,2}(?![\w-])
Telegram token | run | :AA | (?<![\w:])\d{8,10}:AA[\w-]{32,34}(?![\w-])
Discord token | run | .G .Y .X | (?<![\w.])[MNO][A-Za-z\d_-]{23,27}\.[GXY][\w-]{5}\.[\w-]{27,}
`;

/** Tokens that are known by what they begin with: vendor, what may stand there, and what follows. */
const tokens = String.raw`
GitLab token | glpat- glptt- gldt- glrt- glcbt- glagent- gloas- glsoat- glft- | [\w.-]{16,}
OpenAI or Anthropic key | sk- | (?![\w-]{0,20}sk-)(?:proj-|svcacct-|admin-|or-v1-|ant-[a-z0-9]{1,12}-)?(?=[\w-]{0,60}?\d)(?=[\w-]{0,60}?[A-Z])[A-Za-z0-9_-]{20,200}
SendGrid key | SG. | [\w-]{16,}\.[\w-]{16,}
npm token | npm_ | [A-Za-z0-9]{30,}
PyPI token | pypi- | [\w-]{40,}
RubyGems key | rubygems_ | [0-9a-f]{32,}
Docker Hub token | dckr_pat_ dckr_oat_ | [\w-]{20,}
Vault token | hvs. hvb. | [\w-]{20,}
Terraform Cloud token | .atlasv1. | [\w-]{40,}
DigitalOcean token | dop_v1_ doo_v1_ | [0-9a-f]{40,}
Shopify token | shpat_ shpss_ | [0-9a-fA-F]{32}
Square token | sq0csp- | [\w-]{40,}
Square token | EAAA | [\w-]{60}
Mailgun key | key- | [0-9a-f]{32}
New Relic key | NRAK- | [A-Z0-9]{20,}
Grafana token | glsa_ | [\w]{30,}
Grafana token | glc_ | [\w+/=]{30,}
Databricks token | dapi | [0-9a-f]{32}
Hugging Face token | hf_ | [A-Za-z\d]{30,}
Atlassian token | ATATT3 | [\w=-]{50,}
Linear key | lin_api_ | [A-Za-z0-9]{30,}
Postman key | PMAK- | [0-9a-f]{24}-[0-9a-f]{34}
Pulumi token | pul- | [0-9a-f]{40}
Doppler token | dp. | (?:pt|st|ct|sa|scim|audit)\.[\w.-]{20,}
Sentry token | sntry | [su]_[\w+/=]{30,}
PlanetScale token | pscale_ | (?:tkn|pw|oauth)_[\w=.-]{20,}
Fly.io token | fm2_ | [\w+/=,]{40,}
Supabase token | sbp_ | [0-9a-f]{40}
age key | AGE-SECRET-KEY-1 | [A-Z0-9]{50,}
Dynatrace token | dt0c01. | [A-Z0-9]{20,}\.[A-Z0-9]{50,}
Bitwarden or 1Password token | ops_ | eyJ[\w+/=-]{40,}
Artifactory token | AKCp | [A-Za-z0-9]{60,}
Mapbox token | sk.eyJ | [\w-]{10,}\.[\w-]{20,}
Tailscale key | tskey- | [a-z]{3,12}-[\w-]{20,}
Sourcegraph token | sgp_ | [0-9a-fA-F_]{40,}
Figma token | figd_ figo_ | [\w-]{30,}
CircleCI token | CCIPAT_ | [\w-]{40,}
Brevo key | xkeysib- | [0-9a-f]{64}-[\w]{16}
SonarQube token | sqp_ squ_ sqa_ | [0-9a-f]{40}
Buildkite token | bkua_ | [0-9a-f]{40}
Contentful token | CFPAT- | [\w-]{40,}
Prefect key | pnu_ | [A-Za-z0-9]{36}
Typeform token | tfp_ | [\w.=-]{40,}
Flutterwave key | FLWSECK- FLWSECK_TEST- | [0-9a-fA-F]{12,}
Shippo token | shippo_live_ shippo_test_ | [0-9a-f]{40}
EasyPost key | EZAK EZTK | [A-Za-z0-9]{54}
Tencent key | AKID | [A-Za-z0-9]{32}
Amazon Bedrock key | ABSK | [A-Za-z0-9+/]{80,}
Docker Swarm token | SWMTKN-1- | [0-9a-z]{40,}-[0-9a-z]{20,}
OpenShift token | sha256~ | [\w-]{40,}
Matrix token | syt_ | [A-Za-z0-9_]{30,}
Duffel token | duffel_live_ duffel_test_ | [\w=-]{40,}
Frame.io token | fio-u- | [\w=-]{60,}
ReadMe key | rdme_ | [0-9a-z]{60,}
Scalingo token | tk-us- | [\w-]{40,}
Perplexity key | pplx- | [A-Za-z0-9]{40,}
Pinecone key | pcsk_ | [A-Za-z0-9_]{60,}
Langfuse key | sk-lf- | [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
PostHog key | phx_ | [A-Za-z0-9]{40,}
Honeycomb key | hcaik_ hcbik_ | [0-9a-z]{50,}
Clojars token | CLOJARS_ | [0-9a-z]{60}
Razorpay key | rzp_live_ | [A-Za-z0-9]{14}
Heroku key | HRKU- | [0-9a-fA-F-]{36,}
Plaid token | access-production- access-sandbox- | [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
Elastic Cloud key | essu_ | [A-Za-z0-9+/]{60,}
Groq key | gsk_ | [A-Za-z0-9]{40,}
xAI key | xai- | [A-Za-z0-9]{60,}
Replicate token | r8_ | [A-Za-z0-9]{37}
Netlify token | nfp_ | [A-Za-z0-9]{30,}
LangSmith key | lsv2_ | (?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}
Neon key | napi_ | [a-z0-9]{60,}
Axiom token | xaat- xapt- | [0-9a-f-]{36}
Notion token | ntn_ | [A-Za-z0-9]{40,}
Alibaba key | LTAI | [A-Za-z0-9]{12,24}(?![A-Za-z0-9])
Facebook token | EAACEdEose0cBA | [A-Za-z0-9]{10,}
`;

/** The forms, vendor by vendor. One more is one more row: anchors, documentation and tests follow. */
export const tellingForms: readonly TellingForm[] = [
  ...rowsOf(forms).map(([name = '', kind, anchors = '', form = '']): TellingForm => ({
    name,
    anchors: wordsIn(anchors),
    ...(kind === 'run' ? {isRun: true} : {}),
    ...(kind === '@' ? {before: '@'} : {}),
    form: new RegExp(form, 'dg'),
  })),
  ...commandForms,
  ...rowsOf(tokens).flatMap(([name = '', prefixes = '', rest = '']) =>
    wordsIn(prefixes).map((anchor): TellingForm => {
      const form = new RegExp(`(?<![A-Za-z0-9])${anchor.replaceAll('.', String.raw`\.`)}${rest}`, 'dg');
      // Of letters of both cases and digits, twenty and more.
      const isRun = /A-Za-z0-9|\\w/.test(rest) && !/\{1[0-9],/.test(rest.replace(/^.*\{/, '{'));
      return {name, anchors: [anchor], ...(isRun ? {isRun} : {}), form};
    }),
  ),
];
