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

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** The end of a word that names a password, whatever it is glued to: `PGPASSWORD`, `keystorepassword`. */
const passwordWord =
  /(?:password|passwd|passphrase|passcode|passwort|(?:^|wpa|wifi)psk|pwd|passw|requirepass|masterauth|(?:^|db|root|user|admin|default|mysql|sql|pg|redis|smtp|mail|rabbit|ssh|ftp|ldap|http|proxy|auth|my|store|key|dn|bind)pass|(?:user|db|root|admin|bind|ldap|smtp|mail|my)pw|r[ow]community)s?$/;
/** The end of a word that names another secret: `authtoken`, `clientsecret`, `accesskey`. */
const secretWord =
  /(?:secret|token|credential|cred|hmac|(?:api|access|secret|private|auth|signing|encryption|encrypt|shared|master|account|license|session|service|storage|deploy)key|unseal|mnemonic|privkey)s?$/;
/** What a key must be of to be secret. */
const secretKeys = words(
  'api access secret private signing sign signature encryption encrypting encrypt decryption master shared account storage auth authentication authorization service license fernet ssh deploy deployment admin app application aes hmac jwt session webhook integration root crypto cipher rsa pem tls ssl client server wallet cookie ingest ingestion write instrumentation appkey user data password token gpg pgp unseal recovery backup preshared psk csrf salt nonce secure logged in ca',
);
/** And what makes it none, or one of a table, a cache, a sort. */
const harmlessKeys = words(
  'public pub primary foreign partition sort cache idempotency object row hash range group label translation i18n site publishable known map dict lookup order sharding shard distribution dedup deduplication topology annotation hot host',
);
/** Perhaps a secret, by themselves. */
const weakWords = words(
  'key keys auth pass pat sid dsn webhook salt seed pin otp cookie sas jwt bearer authorization login psk htpasswd basicauth connectionstring license phrase encrypt community userlist',
);
/** Of a name of a secret, what comes after it without changing what the value is: `DB_PASSWORD_PROD`, `SECRET_KEY_BASE`. */
const neutralTails = words(
  'prod production stage staging dev development test testing qa uat live old new current previous prev next primary secondary main backup default value values plain plaintext raw base64 b64 hex text txt string str data base encoded encrypted enc decrypted hash hashed md md5 sha sha256 bcrypt env override internal external global local master slave replica replication standby superuser readonly rw ro write read one two a b v1 v2 this content secure confirm confirmation repeat again literal',
);
/** Of a name that has a secret in it, what makes its value none. */
const harmlessTails = words(
  'file files filename path paths dir directory folder mount url uri urls uris endpoint endpoints host hosts hostname port name names id ids uid uuid identifier ttl expiry expires expiration expire exp age lifetime duration interval timeout seconds secs minutes hours days ms millis length len size count counts limit limits max min maximum minimum number num type types kind mode provider providers region zone policy policies manager issuer issuers audience audiences scope scopes header headers field fields column columns attribute attributes claim claims ref refs reference references from selector store stores storage backend backends engine class prefix suffix format formats pattern regex algorithm alg algorithms version versions rotation rotate rotated enabled enable disabled disable required require optional allowed allow validation validator check checker checks strength complexity reset change changed update updated refresh renew location position index cache caching bucket namespace label labels annotation annotations arn vault role roles template templates description hint message status state error errors method methods grant request requests response review reviews generator encoder hasher hashing encoding encryption rule rules usage usages owner group groups user users username source sources target service account accounts server config configuration settings options option parameter schema table database map mapping ring length bits bytes cost rounds iterations parallelism count email parser limiter bucket lookup kms prompt budget window per second minute rate rates pool driver plugin operator controller webhook provider resolver strategy loader keyring scheme',
);
/** What a name begins with that asks about a secret, or counts them. */
const harmlessHeads = words(
  'max min num number total count is has use uses using enable enabled disable disabled allow allowed skip no without with should can need needs require requires generate create rotate show hide show masked existing',
);

/**
 * What a key says about its value. Its last word decides, as in English: `DB_PASSWORD` is a password, `PASSWORD_FILE` a
 * file. Words end at anything but a letter and where camel case starts anew.
 */
export function tellingKey(key: string): Telling {
  if (key.length > 200 || !mayTell.test(key)) return telling.none;
  if (keyFile.test(key) || knownName.test(key)) return telling.strong;
  const parts = key
    .replaceAll(/[a-z0-9](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g, '$& ')
    .toLowerCase()
    .split(/[^a-z0-9]+|(?<=[a-z])\d+$|(?<=[a-z])\d+(?=[^a-z0-9])/)
    .map((word) => (/^[a-z]+\d+$/.test(word) && !neutralTails.has(word) ? word.replace(/\d+$/, '') : word))
    .filter((word) => word !== '' && !/^\d+$/.test(word));
  let last = parts.length - 1;
  if (parts[0] === 'oldpwd' || key === 'PublicKeyToken') return telling.none;
  while (last > 0 && neutralTails.has(parts[last] as string) && ofWord(parts, last) === telling.none) last--;
  const own = ofWord(parts, last);
  if (own !== telling.none) {
    const head = parts[0] as string;
    return last > 0 && harmlessHeads.has(head) ? telling.none : own;
  }
  const says = parts.slice(0, last).some((_, index) => ofWord(parts, index) >= telling.strong);
  const tail = parts[last] as string;
  if (!says || harmlessTails.has(tail) || harmlessTails.has(tail.replace(/s$/, ''))) return telling.none;
  return telling.weak;
}

/** Files that hold nothing but a private key. */
const keyFile = /(?:^|[/_-])id_(?:rsa|dsa|ecdsa|ed25519)$|\.(?:p12|pfx|jks|keystore|kdbx|ppk|keytab)$/i;

/** Names of secrets that their words do not tell: of Confluent's clients, Vault, NiFi, kubeadm, and others. */
const knownName =
  /(?:basic[._]auth[._]user[._]info|dev_root_token_id|sensitive[._]props[._]key|^certificatekey|erlang[._-]?cookie|(?:rediscli|twilio)[._-]?auth|token[._-]?salt)$/i;

/** What every telling key has in it: asked first, because most keys have none of it. */
const mayTell =
  /pass|p[as]*w|pwd|secret|token|key|cred|auth|sid|dsn|hook|salt|seed|pin|otp|cook|sas|pat|jwt|bearer|psk|id_|p12|pfx|jks|kdbx|ppk|conn|licen|unseal|mnemonic|phrase|hmac|login|encrypt|community|userlist/i;

/** What a word ends with says: a password, another secret, nothing for sure; undefined where that is open. */
function endingOf(word: string): Telling | undefined {
  if (endings.has(word)) return endings.get(word);
  let tells: Telling | undefined;
  if (/^(?:bypass|compass|trespass|oldpwd)$/.test(word)) tells = telling.none;
  else if (passwordWord.test(word)) tells = telling.password;
  else if (secretWord.test(word)) tells = telling.strong;
  if (endings.size < mostEndings) endings.set(word, tells);
  return tells;
}

/** Words are few, however many keys are made of them. */
const endings = new Map<string, Telling | undefined>();
const mostEndings = 4096;

function ofWord(parts: readonly string[], index: number): Telling {
  const word = parts[index] as string;
  const before = index > 0 ? (parts[index - 1] as string) : '';
  const ending = endingOf(word);
  if (ending === telling.none || ending === telling.password) return ending;
  if (word === 'keys' || word === 'key') {
    if (harmlessKeys.has(before)) return telling.none;
    return secretKeys.has(before) ? telling.strong : telling.weak;
  }
  // What a Secret is called, as likely as not.
  if (/^secrets?$/.test(word) && /^(?:tls|ssl|pull|credentials?)$/.test(before)) return telling.weak;
  if (ending === telling.strong) return telling.strong;
  // `DB_PW`, `userPass`: of what it is stands before it.
  if (word === 'pw' || (before !== '' && /^(?:pass|pin|psk)$/.test(word))) return telling.password;
  if (before === 'pass' && /^(?:word|phrase|code)s?$/.test(word)) return telling.password;
  if (word === 'code' ? before === 'pin' : word === 'community' && before === 'snmp') return telling.password;
  if (word === 'string' && before.startsWith('conn')) return telling.weak;
  if (weakWords.has(word)) return telling.weak;
  return /(?:^|[a-z])keys?$/.test(word) && !/^(?:mon|don|tur|hoc|joc|whis)key/.test(word)
    ? telling.weak
    : telling.none;
}
