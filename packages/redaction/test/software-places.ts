import type {Planted} from './planted.ts';

/** Draws letters. */
type Draw = (length: number, letters?: string) => string;

const cm = (key: string, text: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'c'},
  data: {[key]: text},
});
const cr = (spec: object) => ({apiVersion: 'example.io/v1', kind: 'Thing', metadata: {name: 'x'}, spec});
const note = (text: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 's', annotations: {'ops.example.com/note': text}},
});

/** Where a token is of hexadecimal digits alone, or an identifier: its key says that it is one. `§` is where it stands. */
const identifiers: readonly (readonly [name: string, text: string])[] = [
  ['terraform.tfvars', 'datadog_api_key = "§"\nregion = "eu"\n'],
  ['application.properties', 'spring.security.oauth2.client.registration.github.client-secret=§\na=b\n'],
  ['alertmanager.yml', 'global:\n  opsgenie_api_key: §\nroute: {receiver: a}\n'],
  ['pagerduty.yml', 'receivers:\n- pagerduty_configs:\n  - service_key: §\n'],
  ['fluent-bit.conf', '[OUTPUT]\n    Name  splunk\n    Splunk_Token  §\n'],
  ['vector.toml', '[sinks.hec]\ndefault_token = "§"\n'],
  ['vault.hcl', 'storage "consul" {\n  address = "127.0.0.1:8500"\n  token = "§"\n}\n'],
  ['consul.json', '{"acl":{"enabled":true,"tokens":{"initial_management":"§"}}}'],
  ['dex.yaml', 'connectors:\n- type: github\n  config: {clientID: a, clientSecret: §}\n'],
  ['Jenkinsfile', "pipeline {\n  environment { SONAR_TOKEN = '§' }\n}\n"],
  ['web.config', '<machineKey decryptionKey="§" validation="SHA1" />'],
  ['users.xml', '<users><ro><password_sha256_hex>§</password_sha256_hex></ro></users>'],
  ['token', '§'],
];

/** Files of nothing but credentials, and other places where no key stands before the password. */
const places: readonly (readonly [name: string, text: string])[] = [
  ['userlist.txt', '"app" "§"\n"stats" "§"\n'],
  ['userlist.txt', '; pgbouncer\n"app" "§"\n'],
  ['.pgpass', 'db.example.com:5432:shop:app:§\n'],
  ['pgpass', '*:*:*:postgres:§\n'],
  ['chap-secrets', '# client server secret ip\nsite1 * § *\n'],
  ['htpasswd', 'jane:§\njohn:§\n'],
  ['sasl_passwd', '[smtp.example.com]:587 shop@example.com:§\n'],
  ['ipsec.secrets', ': PSK "§"\njane : EAP "§"\n'],
  ['openvpn.conf', '-----BEGIN OpenVPN Static key V1-----\n§\n-----END OpenVPN Static key V1-----\n'],
  ['realm.json', '{"users":[{"username":"jane","credentials":[{"type":"password","value":"§"}]}]}'],
  ['envoy.yaml', 'secrets:\n- name: a\n  generic_secret:\n    secret: {inline_string: "§"}\n'],
  ['envoy-hmac.yaml', 'secrets:\n- generic_secret: {secret: {inline_bytes: "§"}}\n'],
  ['turnserver.conf', 'realm=example.com\nstatic-auth-secret=§\n'],
  ['consul.json', '{"datacenter":"dc1","encrypt":"§"}'],
  ['keytool.sh', 'keytool -import -storepass § -keystore /tmp/k.jks -noprompt\n'],
  ['odbc.ini', '[shop]\nServer = db\nUID = shop\nPWD = §\n'],
  ['init.groovy', 'def pw = "§"\nprintln "done"\n'],
  ['core-site.xml', '<property><name>fs.s3a.secret.key</name>\n<value>§</value></property>'],
  ['syslog-ng.conf', 'destination d { sql(host("db") username("u") password("§")); };\n'],
  ['clients.conf', 'client lan {\n  ipaddr = 10.0.0.0/8\n  secret = §\n}\n'],
  ['notes.txt', 'Grafana: admin / §\n'],
  ['nifi.properties', 'nifi.sensitive.props.key=§\nnifi.web.port=8443\n'],
  ['settings.php', "$settings['hash_salt'] = '§';\n$settings['path'] = '/a';\n"],
  ['security.json', '{"credentials":{"solr":"aB3dE5fG7hI9jK1l §"}}'],
  ['connect.properties', 'basic.auth.user.info=registry:§\nbootstrap.servers=a:9092\n'],
  ['tokens.csv', '§,admin,uid1,system:masters\n'],
  ['scrape.yml', 'a:\n- authorization:\n    type: Bearer\n    credentials: §\n'],
  ['Caddyfile', 'a.b {\n  header_up X-Api-Key §\n}\n'],
  ['http.conf', '[OUTPUT]\n  HTTP_User a\n  HTTP_Passwd §\n'],
  ['NOTES.md', 'Log in with password `§`.\n'],
  ['values.sh', 'helm upgrade a ./chart --set auth.password=§,image.tag=v1.2.3\n'],
];

const specs: readonly ((value: string) => object)[] = [
  (value) => ({elasticsearch: {host: 'es', password: {value}}}),
  (value) => ({add_request_headers: {'x-shared-secret': {value}}}),
  (value) => ({auth: {client_secret: value, client_id: 'web'}}),
  (value) => ({signing_key: value}),
  (value) => ({snmp_community: value}),
  (value) => ({snmp: {community: value}, community: 'public'}),
  (value) => ({encryption: {key: value, algorithm: 'aes-256-gcm'}}),
  (value) => ({mail: `smtp://postmaster@mg.example.com:${value}@smtp.example.com:587`}),
  (value) => ({webhook: {token: {stringValue: value}}}),
  (value) => ({realm: {clients: [{clientId: 'web', secret: value}]}}),
];

const harmless: readonly object[] = [
  // Digests of secrets, by which a change of them shows.
  {'checksum/secret': 'a'.repeat(32) + '1234567890abcdef'.repeat(2)},
  {lastPrivateKeyHash: 'oOWiiE79DDSK4IUOubPzMWsk7ab4yMAZQLBRHtslDix='},
  {tokenDigest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'},
  {credentialsFingerprint: '9f86d081884c7d659a2feaa0c55ad015'},
  // Identifiers that are none of a secret.
  {tenantId: '8f14e45f-ceea-467f-9575-1a2b3c4d5e6f', clientId: '8f14e45f-ceea-467f-9575-1a2b3c4d5e6e'},
  {revision: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', cache_key: '9f86d081884c7d659a2feaa0c55ad015'},
  {tokens: {enabled: 'true', issuer: 'https://sso.example.com'}},
  {api: {key: 'X-API-Key'}, encryption: {key: {name: 'shop', key: 'tls.key'}}},
  {git: 'ssh://git@git.example.com:2222/shop/app@v1', who: 'admin / operator'},
  {routing_key: 'orders.created', exchange: 'shop'},
  // Labels of forms, in files of translations.
  {password: 'Enter your password here', secret: 'A secret is shared by two people'},
  {forgotPassword: 'Forgot your password?', invalidToken: 'The token is invalid'},
  {apiKey: 'API key for integrations', login: {password: 'Passwort vergessen?'}},
  {type: 'token', value: 'bearer'},
  {fields: [{type: 'password', label: 'Password', required: true}]},
  // Names of objects, and where something is.
  {token: {value: 'shop-token'}, secret: {value: 'shop-tls'}},
  {password: {valueFrom: {secretKeyRef: {name: 'a', key: 'DB_PASSWORD'}}}},
  {instances: '[{"host":"%%host%%","password":"%%env_REDIS_PW%%"}]'},
  {encryptedData: {password: `AgB${'aB3dE5fG7h'.repeat(60)}`}},
  {encrypt: true, encryption: 'aes-256-gcm', encryptAtRest: 'AES256'},
  {community: 'public', communities: ['65000:100']},
  {apiToken: 'cloudflare-api-token', clientSecret: '$oidc.clientSecret'},
];

const harmlessFiles: readonly (readonly [name: string, text: string])[] = [
  ['log4j.properties', 'layout.ConversionPattern=%d{ISO8601} %-5p token=%X{traceToken} %m%n\n'],
  ['messages.properties', 'login.password=Passwort\ntoken.expired=Das Token ist abgelaufen\n'],
  ['labels.yml', 'password: Enter your password here\nok: Save\n'],
  ['vars.yml', 'db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6638643\n'],
  ['map.conf', '"~*bot" "1";\n"default" "0";\n'],
  ['userlist.md', 'The users "a" and "b" are in it.\n'],
  ['secret-hosts', 'db.example.com:5432:shop\nmq.example.com:5672:shop\n'],
  ['names.txt', '"first name" "last name" "city"\n'],
  ['dovecot-sql.conf', 'default_pass_scheme = SHA512-CRYPT\nhost = db1\n'],
  ['Jenkinsfile', "environment { AWS = credentials('aws-prod-1') }\nsh 'make'\n"],
  [
    'build.gradle',
    'credentials { password = System.getenv("DEPLOY_PASSWORD") }\nx = token("GITHUB_TOKEN")\n',
  ],
  [
    'hdfs-site.xml',
    '<property><name>dfs.namenode.keytab.file</name><value>/etc/nn.keytab</value></property>\n',
  ],
  ['app.properties', 'db.password=${DB_PASSWORD}\ntoken.header=X-Token-1\nsort.key=created_at_2\n'],
  ['cron.txt', '0 3 * * * backup:daily\n'],
  ['schema.sql', 'CREATE TABLE u (id int, password varchar(255), token text);\n'],
  [
    'nested.yaml',
    'generic_secret: {secret: {name: shop-tls, key: tls.crt}}\ncredentials: [{id: a, kind: b}]\n',
  ],
  ['locale.yaml', 'errors:\n  password: is too short for user-1\n'],
  ['NOTES.md', 'The password is case-sensitive. The token: see page-1 in the wiki.\n'],
  ['haproxy.cfg', 'stats uri /stats-2026\nuser haproxy\n'],
];

/** How software is configured, beyond keys and values: of each kind of place secrets and what only looks like them. */
export function softwarePlaces(draw: Draw): Planted[] {
  const planted: Planted[] = [];
  const secret = (place: string, object: (value: string) => object, value: string) =>
    planted.push({place, object: object(value), value, isSecret: true});
  const fill = (text: string) => (value: string) => text.replaceAll('§', value);
  const hex = (count: number) => draw(count, '0123456789abcdef');
  const uuid = () => [8, 4, 4, 4, 12].map(hex).join('-');
  for (const [name, text] of identifiers) {
    const filled = fill(text);
    const object = (value: string) => cm(name, filled(value));
    for (const value of [hex(32), hex(40), uuid()]) secret(`${name} with digits alone`, object, value);
  }
  for (const [name, text] of places) {
    const filled = fill(text);
    secret(`${name}: ${text.slice(0, 40)}`, (value) => cm(name, filled(value)), `${draw(7)}-${draw(8)}7`);
  }
  for (const spec of specs) {
    secret(
      `custom resource, ${JSON.stringify(spec('x'))}`,
      (value) => cr(spec(value)),
      `Sommer${draw(3)}2024`,
    );
  }
  for (const value of ['winter-meadow-castle', 'blue-Horse-77', '21.07.1960', 'dragonmaple']) {
    const isWord = value === 'dragonmaple';
    secret(`words of a client's, ${value}`, (x) => cr({clients: [{clientId: 'web', secret: x}]}), value);
    secret(
      `words of a header, ${value}`,
      (x) => cr({authorization: {type: 'Bearer', credentials: x}}),
      value,
    );
    secret(`a cookie, ${value}`, (x) => cr({env: [{name: 'RABBITMQ_ERLANG_COOKIE', value: x}]}), value);
    secret(`users, ${value}`, (x) => cr({env: [{name: 'AUTH', value: `root:aB3xQ9zz,app:${x}`}]}), value);
    secret(`.netrc, ${value}`, (x) => cm('.netrc', `machine a\n  login ci\n  password ${x}\n`), value);
    if (!isWord) secret(`prose, ${value}`, (x) => cm('a.txt', `The password is ${x} until May.\n`), value);
  }
  secret('annotation, prose', (value) => note(`login is root / ${value}`), `violet${draw(3, '123456789')}`);
  secret(
    'annotation, prose',
    (value) => note(`the db password is ${value} now`),
    `Tiger${draw(4, '123456789')}`,
  );
  for (const spec of harmless) {
    planted.push({place: JSON.stringify(spec), object: cr(spec), value: '', isSecret: false});
  }
  for (const [name, text] of harmlessFiles) {
    planted.push({place: `file ${name}`, object: cm(name, text), value: '', isSecret: false});
  }
  return planted;
}
