import type {TellingForm} from './telling-form.ts';

/**
 * A client's option, among the next twelve words of the command, word by word. Of several programs on a line the last
 * counts: what stands between is looked at once.
 */
function optionOf(programs: string, option: string): string {
  return String.raw`\b(?:${programs})(?:[ \t]+(?!(?:${programs})\b)[^\s|;&]{1,128}){0,12}?[ \t]+${option}`;
}

/**
 * What stands before a password in a command, or in a line that is read like one, by the words that it is found by:
 * parts of its words, if these begin as many others do. One more is one more entry. Repetition is bounded: each is linear.
 */
const before: readonly (readonly [anchors: readonly string[], before: string])[] = [
  [
    ['-u ', 'curl ', '--user', '-auth', 'basicauth='],
    String.raw`(?:^|\s)(?:-[A-Za-z]{0,5}u|--user|--?(?:basic-|Dbasic)?auth)[ =]["']?[\w.@-]{1,64}:(?!\/\/|\w{1,20}:\/\/)`,
  ],
  [
    ['mysql', 'mariadb', 'sshpass', '7z '],
    optionOf(String.raw`mysql\w{0,20}|mariadb\w{0,20}|sshpass|7za?`, String.raw`-p["']?`),
  ],
  // Also of words, where nothing else would tell.
  [
    ['horization'],
    String.raw`\b[Aa]uthorization\b["':=, ]{1,5}(?:Bearer|bearer|Basic|basic|Token)[ ](?![<{%[(*.]|[\w-]{0,20}(?:token|TOKEN))(?=[^\s"'\\]{0,64}[-_.\d!#?])`,
  ],
  // A line of `.pgpass`, in a script that writes it.
  [[':5432:'], String.raw`:5432:[^:\s]{1,64}:[^:\s]{1,64}:`],
  [['redis-cli'], optionOf('redis-cli', String.raw`(?:-a|--pass)\s+["']?`)],
  // Redis' users, of which a password may be kept as its digest.
  [
    [' on >', ' on #'],
    String.raw`(?:user|USER)\s\S{1,64}\s(?:(?!user\s)[^\n>#]){0,100}(?:>|#(?=[0-9a-f]{64}\b))`,
  ],
  [
    [' -p '],
    optionOf(
      String.raw`login|mongo\w{0,20}|cqlsh|cypher-shell|sshpass|rabbitmqadmin|couchbase-cli|cbq|influx|beeline`,
      String.raw`-p\s+["']?(?!\d+:\d)`,
    ),
  ],
  [
    [' -P '],
    optionOf(String.raw`sqlcmd|bcp|osql|ipmitool|mosquitto_\w{3,4}|zip|unzip`, String.raw`-P\s+["']?`),
  ],
  [[' -w '], optionOf('ldap(?:search|modify|add|delete|whoami|passwd)', String.raw`-w\s+["']?`)],
  [[' -k '], optionOf('openssl', String.raw`-k\s+["']?`)],
  [['mbclient'], optionOf('smbclient', String.raw`(?:-U|--user)[ =]["']?[\w.\\-]{1,64}%`)],
  [['qlplus'], String.raw`\bsqlplus\s[^\n|;&]{0,40}?\b\w{1,64}\/`],
  [['passwd'], String.raw`\bhtpasswd\s+-(?=[A-Za-z]*b)(?=[A-Za-z]*n)[A-Za-z]{1,9}\s+\S{1,64}\s+["']?`],
  [
    ['passwd'],
    String.raw`\bhtpasswd\s+-(?=[A-Za-z]*b)(?![A-Za-z]*n)[A-Za-z]{1,9}\s+\S{1,200}\s+\S{1,64}\s+["']?`,
  ],
  [['mqctl'], String.raw`\brabbitmqctl\s+(?:add_user|change_password)\s+\S{1,64}\s+["']?`],
  [
    ['mc alias', 'mc config'],
    String.raw`\bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S{1,64}\s+\S{1,200}\s+\S{1,64}\s+["']?`,
  ],
  [['eerdp'], String.raw`\bx?freerdp\s[^\n|;&]{0,200}?\/p:["']?`],
  [['net use'], String.raw`\bnet\s+use\s+(?:[\w*]:?\s+)?\\\\[\w.\\$-]{1,100}\s+(?!\/)`],
  [['k8s join'], String.raw`\bmicrok8s\s+join\s+[\w.:-]{1,100}\/`],
  [
    ['snyk auth ', 'auth init ', 'authtoken ', 'wandb login '],
    String.raw`\b\w{2,20}\s+(?:config\s+)?(?:auth|login|authtoken|add-authtoken)\s+(?:init\s+)?(?:-t\s+)?(?=[\w-]{20,200}(?:\s|$))(?=[^\s\d]{0,200}\d)(?!\w+(?:-[a-z]+)+-?\d*(?:\s|$))`,
  ],
  [['hangeUserPassword('], String.raw`\bchangeUserPassword\(["'][^"'\n]{1,64}["'],\s?["']`],
  [['mc admin'], String.raw`\bmc\s+admin\s+user\s+add\s+\S{1,64}\s+\S{1,64}\s+["']?`],
  [['unseal '], String.raw`\bvault\s+operator\s+unseal\s+(?:-[\w=-]{1,40}\s+){0,3}["']?(?!-)`],
  [['.auth('], String.raw`\bdb\.auth\(["'][^"'\n]{1,64}["'],\s?["']`],
  [
    ['mniauth ', 'rovider :'],
    String.raw`\b(?:omniauth|provider)\s+:\w{1,40},\s{0,9}["'][^"'\n]{1,100}["'],\s{0,9}["']`,
  ],
  [['fromString('], String.raw`\bSecret\.fromString\(["']`],
  [['cme_dns '], String.raw`\bacme_dns\s+[\w-]{1,40}\s+(?![{])`],
  [['user='], String.raw`(?:^|\n)[ \t]{0,20}user=[\w.@-]{1,64}:`],
  [['<apikeys>'], String.raw`<apikeys>\s{0,40}<add\s+key="[^"]{1,200}"\s+value="`],
  [['[admins]'], String.raw`\[admins\][ \t\r\n]{1,9}(?:;[^\n]{0,200}\n){0,9}[\w.-]{1,64}\s{0,9}=\s{0,9}`],
  [
    [' root/', ' admin/'],
    String.raw`\s(?:root|admin)\/(?=[^\s"'/]{6,64}(?:[\s"']|$))(?=\S{0,64}(?:[!#%&*?@$]|[a-z\d][A-Z]|[A-Z]\d))(?=\S{0,64}\d)`,
  ],
  [['snmp'], optionOf(String.raw`snmp\w{3,9}`, String.raw`-[AX]\s+["']?`)],
  [['lftp'], String.raw`\blftp\s[^\n|;&]{0,60}?-u\s+[\w.@-]{1,64},`],
  [['ult login'], String.raw`\bvault\s+login\s+(?:-[\w=-]{1,40}\s+){0,3}(?!-|\w{1,40}=|[a-z]+\b(?!-))`],
  [['static:'], String.raw`password_maps\s{0,4}=\s{0,4}static:[^\s:]{1,64}:`],
  [['auth=(', 'BasicAuth('], String.raw`\b(?:auth=|HTTPBasicAuth)\(["'][^"'\n]{1,64}["'],\s?["']`],
  [['SecureString'], String.raw`\bSecureString\s+(?:-String\s+)?["']`],
  [['createAccount'], String.raw`\bcreateAccount\(\s?["'][^"'\n]{1,64}["'],\s?["']`],
  [['ts auth'], String.raw`\bstats\s+auth\s+[\w.@-]{1,64}:`],
  [['auth-pass'], String.raw`\bauth-pass\s+\S{1,64}\s+["']?`],
  [['secure_link_md5'], String.raw`\bsecure_link_md5\s+["']?(?:\$\w{1,40}[ :]?){1,6}(?=\w)`],
  [['ocommuni', 'wcommuni'], String.raw`\br[ow]community6?\s+["']?`],
  [['createUser'], String.raw`\bcreateUser\s+\S{1,64}\s+(?:MD5|SHA[\d-]{0,5})\s+["']?`],
  [['createUser'], String.raw`\bcreateUser\s[^\n]{1,200}?\s(?:AES|DES)[\d-]{0,4}\s+["']?`],
  [['LoginModule'], String.raw`\suser_(?!(?:agent|name|id|email|role|group|type)=)[\w-]{1,64}="`],
  [
    ['<<<', 'kinit ', '-stdin', 'cryptsetup'],
    String.raw`(?:--password-stdin|--with-token|\b(?:kinit|cryptsetup|sudo\s+-S))\b(?:(?!<<)[^\n|;&]){0,100}(?:<<<[ \t]?["']?|<<-?[ \t]?["']?\w{1,20}["']?\r?\n)`,
  ],
  [
    ['admin / ', 'root / '],
    String.raw`\b(?:admin|root) \/ (?=[^\s"']{0,64}[\d!#%&*?])(?=[^\s"']{0,64}[A-Za-z])`,
  ],
  [['ycomb-team'], String.raw`\bx-honeycomb-team["']?\s?[:=]\s?["']?`],
];

/** What a password that is piped is piped into. */
const readsPassword = String.raw`(?:sudo\s+-S|kinit\b|passwd\s+--stdin|cryptsetup\b|[^\n|;&]{1,100}?--(?:(?:password|passphrase)-(?:stdin|fd)|with-token)\b)`;
const piped = String.raw`(?<secret>(?!\$)[^\s"'|]{6,200})["']?\s{0,9}\|\s{0,9}`;

/** Passwords of commands. */
export const commandForms: readonly TellingForm[] = [
  ...before.map(([anchors, words]): readonly [readonly string[], string] => [
    anchors,
    String.raw`${words}(?<secret>(?!\$)(?:[^\s"'\\|]|\|(?!\|)){6,200})`,
  ]),
  // Go's driver of MySQL.
  [
    ['@tcp(', '@unix('],
    String.raw`(?<=(?<![\w/])[\w.-]{1,64}:(?<secret>(?!\$)[^\s"':/]{4,200}))@(?:tcp|unix)\(`,
  ] as const,
  [
    ['sudo -S', '| kinit', 'cryptsetup', '-stdin', 'phrase-fd', '--with-token'],
    String.raw`\b(?:echo|printf)\s+(?:-n\s+)?["']?${piped}${readsPassword}`,
  ] as const,
  [
    ['base64 -'],
    String.raw`\b(?:echo|printf)\s+(?:-n\s+)?["']?(?<secret>[\w+/]{8,120}={0,2})["']?\s{0,9}\|\s{0,9}base64\s+(?:-d|-D|--decode)\b`,
  ] as const,
  [
    ['chpasswd'],
    String.raw`\b(?:echo|printf)\s+(?:-\w\s+)?["']?[\w-]{1,32}:${piped}(?:sudo\s+)?chpasswd`,
  ] as const,
].map(([anchors, source]) => ({name: 'password of a command', anchors, form: new RegExp(source, 'dg')}));
