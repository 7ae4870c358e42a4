import {rowsOf} from './rows-of.ts';
import {whole, WordEndings} from './word-endings.ts';

/** How much a key says about its value. */
export const telling = {
  /** Nothing, or that the value is no secret: `DB_PASSWORD_FILE`, `PUBLIC_KEY`. */
  none: 0,
  /** Perhaps: `CACHE_KEY`, `auth`, `PASSWORD_HINT`. The value decides: one that looks random goes. */
  weak: 1,
  /** That it is a secret: `DB_PASSWORD`, `authToken`. Goes unless the value shows that it is none. */
  strong: 2,
  /** The same, and numbers go as well: passwords, not tokens or keys, which are counts and lengths as often. */
  password: 3,
} as const;

export type Telling = (typeof telling)[keyof typeof telling];

const plural = (text: string) => text.replaceAll(/\S+/g, '$& $&s');

const parts = {
  key: 'key keys',
  /** Before `key`: a secret. */
  ofSecret:
    'api access secret private signing sign signature encryption encrypting encrypt decryption master shared account storage auth authentication authorization service license fernet ssh deploy deployment admin app application aes hmac jwt session webhook integration root crypto cipher rsa pem tls ssl client server wallet cookie ingest ingestion write instrumentation appkey user data password token unseal recovery backup preshared psk csrf salt nonce secure logged in ca activation registration product',
  /** Before `key`: none, or one of a table, a cache, a sort. */
  ofTable:
    'public pub primary foreign partition sort cache idempotency object row hash range group label translation i18n site publishable known map dict lookup order sharding shard distribution dedup deduplication topology annotation hot host message event record business correlation unique composite natural metric trace verify verification verifying header field column param parameter property attribute tag',
  /** Perhaps a secret, by itself. */
  weak: 'key keys auth pass pat sid dsn webhook salt seed pin otp cookie sas jwt bearer authorization login psk htpasswd basicauth connectionstring rcon license phrase encrypt community userlist',
  /** Behind the name of a secret: the value is one nevertheless: `DB_PASSWORD_PROD`, `SECRET_KEY_BASE`. */
  neutral:
    'prod production stage staging dev development test testing qa uat live old new current previous prev next primary secondary main backup default value values plain plaintext raw hex text txt string str data base encoded encrypted enc decrypted hash hashed md sha bcrypt env override internal external global local master slave replica replication standby superuser readonly rw ro write read one two a b this content secure confirm confirmation repeat again literal',
  /** Behind the name of a secret: the value is none. */
  harmless: plural(
    'file files filename path paths dir directory folder mount url uri urls uris endpoint endpoints host hosts hostname port name names id ids uid uuid identifier ttl expiry expires expiration expire exp age lifetime duration interval timeout seconds secs minutes hours days ms millis length len size count counts limit limits max min maximum minimum number num type types kind mode provider providers region zone policy policies manager issuer issuers audience audiences scope scopes header headers field fields column columns attribute attributes claim claims ref refs reference references from selector store stores storage backend backends engine class prefix suffix format formats pattern regex algorithm alg algorithms version versions rotation rotate rotated enabled enable disabled disable required require optional allowed allow validation validator check checker checks strength complexity reset change changed update updated refresh renew location position index cache caching bucket namespace label labels annotation annotations arn vault role roles template templates description hint message status state error errors method methods grant request requests response review reviews generator encoder hasher hashing encoding encryption rule rules usage usages owner group groups user users username source sources target service account accounts server config configuration settings options option parameter schema table database map mapping ring bits bytes cost rounds iterations parallelism email parser limiter lookup kms prompt budget window per second minute rate rates pool driver plugin operator controller webhook resolver strategy loader keyring scheme lifespan leeway skew validity tolerance delay retention attr algo com io org',
  ),
  /** In front: it asks about a secret, or counts them. */
  asking:
    'number count is has use uses using enable enabled disable disabled allow allowed skip no without with should can need needs require requires generate create rotate show hide masked existing from',
  /** Anywhere in front: of what is counted. */
  counting: 'max min num total',
  /** Behind any word a password. */
  behind: 'pin',
  /** Words for a password in languages in which what it belongs to comes behind it: `SENHA_BANCO`, `MOT_DE_PASSE_BDD`. */
  leading: 'senha contrasena clave haslo heslo mdp passe parola motdepasse',
} as const;

/** Two words that say something together: what a Secret is called, as likely as not; names that hold their passwords. */
const pairs = rowsOf(`
weak | tls ssl cert pull credential credentials password | secret secrets
weak | conn connect connection | string
password | pass | word words phrase phrases code codes
password | pin alarm door gate lock unlock security | code
weak | secret | id
password | de | passe
password | snmp | community
weak | admin basic auth initial static default | users
strong | config auth hash password secret token app devise | pepper
`).map(([says, one = '', two = '']) => ({tells: telling[says as keyof typeof telling], one, two}));

/** By its end a word says it, whatever that is glued to, `PGPASSWORD`, `authtoken`; with a word that the others end with. */
const endings = rowsOf(`
weak | - | key
none | key | ^mon ^don ^tur ^hoc ^joc ^whis
none | - | ^bypass ^compass ^trespass ^oldpwd
password | - | ^pw
password | - | password passwd pswd ^psw passphrase passcode passwort kennwort wachtwoord losenord salasana adgangskode passord motdepasse contrasena senha ^passe ^mdp ^haslo ^heslo ^parola ^psk wpapsk wifipsk pwd passw requirepass masterauth ^pass rocommunity rwcommunity
password | pass | db root user admin default mysql sql pg redis smtp mail rabbit ssh ftp ldap http proxy auth my store key dn bind control svc service app web api repl monitor sys test master cluster rcon server client trust cert ca ssl tls vpn snmp imap mongo oracle kafka elastic grafana minio vault
password | pw | user db root admin bind ldap smtp mail my
strong | - | secret token authtok ^setcookie credential cred zugangsdaten ^clave hmac unseal mnemonic privkey
strong | key | api access secret private auth signing encryption encrypt shared master account license session service storage deploy activation registration user admin client server
strong | salt | pass password hash auth token session
`).map(([says, end = '', starts = '']): [number, string] => [
  telling[says as keyof typeof telling] + 1,
  plural(end === '-' ? starts : starts.replaceAll(/(?= |$)/g, end)),
]);

type Part = keyof typeof parts;
const names = Object.keys(parts) as Part[];
/** What a word's last bits say is one more than what its end does; then there is a bit for each part, and for the halves of pairs. */
const says = 7;
const bits = Object.fromEntries(names.map((name, index) => [name, 8 << index])) as Record<Part, number>;
const [first, second] = [8 << names.length, 8 << (names.length + pairs.length)];
const words = new WordEndings(
  [
    ...endings,
    ...names.map((name): [number, string] => [bits[name], whole(parts[name])]),
    ...pairs.flatMap(({one, two}, index): [number, string][] => [
      [first << index, whole(one)],
      [second << index, whole(two)],
    ]),
  ],
  says,
);

/** Names of none that their words do not tell: where an operator takes it from, an image by its digest. */
const noSecret = /^PublicKeyToken$|k8s[._-]?secret|@sha\d+$|initial[._-]?cluster[._-]?token$/i;
/** Names of secrets that their words do not tell, and files that hold nothing but a private key. */
const knownName =
  /(?:basic[._]auth[._]user[._]info|dev_root_token_id|sensitive[._]props[._]key|certificate[._-]?key|honeycomb[._-]?team|origin[._-]?verify|(?:^|[-/_])(?:(?:realm|users)\.properties|pcp\.conf)|git(?:hub|lab)-oauth|erlang[._-]?cookie|(?:rediscli|twilio)[._-]?auth|token[._-]?salt|(?:^|[/_-])id_(?:rsa|dsa|ecdsa|ed25519)|\.(?:p12|pfx|jks|keystore|kdbx|ppk|keytab))$/i;
const longestKey = 200;

/** What a key says. Its last word decides, as in English: `DB_PASSWORD` is a password, `PASSWORD_FILE` a file. */
export function tellingKey(key: string): Telling {
  if (key.length > longestKey) return telling.none;
  const parts = partsOf(key);
  const [head] = parts;
  let last = parts.length - 1;
  if (head === undefined) return telling.none;
  if (knownName.test(key)) return telling.strong;
  while (last > 0 && is(parts[last], bits.neutral) && tellingWord(parts, last) === telling.none) last--;
  const own = tellingWord(parts, last);
  if (own !== telling.none) {
    const isAsked = is(head, bits.asking) || is(parts[last - 1], bits.asking);
    return (last > 0 && (isAsked || parts.some((part) => is(part, bits.counting)))) || noSecret.test(key)
      ? telling.none
      : own;
  }
  if (is(parts[last], bits.harmless)) return telling.none;
  while (--last >= 0) {
    const says = tellingWord(parts, last);
    if (says >= telling.strong) return is(parts[last], bits.leading) ? says : telling.weak;
  }
  return telling.none;
}

function is(word: number | undefined, bits: number): boolean {
  return word !== undefined && (word & bits) !== 0;
}

function tellingWord(parts: readonly number[], index: number): Telling {
  const own = parts[index] as number;
  const before = index > 0 ? (parts[index - 1] as number) : 0;
  if (own === 0) return telling.none;
  const ending = (own & says) - 1;
  if (ending === telling.none || ending === telling.password) return ending;
  if (is(own, bits.key)) {
    if (is(before, bits.ofTable)) return telling.none;
    return is(before, bits.ofSecret) ? telling.strong : telling.weak;
  }
  const pair = pairs.find((_, index) => is(before, first << index) && is(own, second << index));
  if (pair !== undefined) return pair.tells;
  if (ending === telling.strong) return telling.strong;
  if (index > 0 && is(own, bits.behind)) return telling.password;
  return ending === telling.weak || is(own, bits.weak) ? telling.weak : telling.none;
}

const kind = {other: 0, digit: 1, small: 2, large: 3} as const;
const kinds = Uint8Array.from(
  {length: 128},
  (_, code) => [/\d/, /[a-z]/, /[A-Z]/].findIndex((one) => one.test(String.fromCharCode(code))) + 1,
);

/** What its words are, without the digits behind them; digits alone are none. */
function partsOf(key: string): number[] {
  const parts: number[] = [];
  let start = 0;
  let before: number = kind.other;
  for (let at = 0; at <= key.length; at++) {
    const own = kindAt(key, at);
    if (
      own === kind.other ||
      (own === kind.large && (before !== own || kindAt(key, at + 1) === kind.small))
    ) {
      let end = at;
      while (end > start && kindAt(key, end - 1) === kind.digit) end--;
      if (end > start) parts.push(words.of(key, start, end));
      start = own === kind.other ? at + 1 : at;
    }
    before = own;
  }
  return parts;
}

function kindAt(key: string, at: number): number {
  const code = at < key.length ? key.charCodeAt(at) : 0;
  return code < 128 ? (kinds[code] as number) : kind.other;
}
