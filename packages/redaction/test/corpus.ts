import {createHash, randomBytes} from 'node:crypto';

import {morePlaces} from './more-places.ts';
import type {Planted} from './planted.ts';
import {rowsOfPlaces} from './rows-of-places.ts';
import {softwarePlaces} from './software-places.ts';

let seed = 0;
/** Random letters that are the same in every run. */
function draw(
  length: number,
  letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
): string {
  let text = '';
  while (text.length < length) {
    for (const byte of createHash('sha256').update(`corpus ${seed++}`).digest())
      text += letters[byte % letters.length];
  }
  return text.slice(0, length);
}
const password = () => `${draw(6)}${'!-_.#+*'[seed % 7]}${draw(9)}`;
const hex = (length: number) => draw(length, '0123456789abcdef');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const webToken = () =>
  [
    {alg: 'HS256', typ: 'JWT'},
    {sub: draw(8), iat: 1_700_000_000},
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat(draw(43))
    .join('.');
const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`;

/** As AWS draws its keys; some begin with a slash. */
const awsSecret = () => `/${draw(19)}/${draw(19)}`;

const metadata = (name: string, more: object = {}) => ({name, namespace: 'shop', ...more});
const deployment = (container: object, annotations?: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('shop', annotations === undefined ? {} : {annotations}),
  spec: {
    replicas: 1,
    template: {
      spec: {containers: [{name: 'app', image: 'registry.example.com/shop/app:1.2.3', ...container}]},
    },
  },
});
const env = (name: string, value: string) =>
  deployment({
    env: [
      {name: 'LOG_LEVEL', value: 'info'},
      {name, value},
    ],
  });
const configMap = (key: string, text: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: metadata('settings'),
  data: {[key]: text},
});
const custom = (kind: string, spec: object, group = 'example.com') => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: metadata('it'),
  spec,
});

/** Names of variables that tell, in all the ways in which they are written. */
const tellingNames =
  'DB_PASSWORD MYSQL_ROOT_PASSWORD PGPASSWORD REDIS_PASS smtp_passwd SECRET_KEY_BASE API_TOKEN GITHUB_TOKEN NPM_AUTH_TOKEN OAUTH_CLIENT_SECRET spring.datasource.password AWS_SECRET_ACCESS_KEY STRIPE_SECRET_KEY ENCRYPTION_KEY JWT_SECRET SESSION_SECRET COOKIE_SECRET SIGNING_KEY DJANGO_SECRET_KEY APP_KEY MASTER_KEY ConnectionStrings__Password Auth__ClientSecret KEYSTORE_PASSWORD TRUSTSTORE_PASSWORD LDAP_BIND_PASSWORD ADMIN_PWD DB_PW PRIVATE_KEY API_KEY DATADOG_API_KEY DD_APP_KEY NEW_RELIC_LICENSE_KEY RABBITMQ_DEFAULT_PASS RABBITMQ_ERLANG_COOKIE VAULT_TOKEN SLACK_SIGNING_SECRET WEBHOOK_SECRET ACCESS_TOKEN refreshToken dbPassword userPass apiKey HASURA_GRAPHQL_ADMIN_SECRET NEXTAUTH_SECRET PASSWORD_SALT MONGO_INITDB_ROOT_PASSWORD GF_SECURITY_ADMIN_PASSWORD MINIO_SECRET_KEY AZURE_CLIENT_SECRET DB_PASSWORD_PROD TOKEN_2 PASSPHRASE SSH_PASSPHRASE SENTRY_AUTH_TOKEN'.split(
    ' ',
  );

/** Values by the forms that show themselves, under names that say nothing. */
const forms: Readonly<Record<string, () => readonly [string, string]>> = {
  redis: () => {
    const x = password();
    return [`redis://:${x}@redis:6379/0`, x];
  },
  postgres: () => {
    const x = password();
    return [`postgresql://shop:${x}@db.shop:5432/shop?sslmode=require`, x];
  },
  'mongodb+srv': () => {
    const x = password();
    return [`mongodb+srv://shop:${x}@c0.abc.mongodb.net/shop`, x];
  },
  amqp: () => {
    const x = password();
    return [`amqps://rabbit:${x}@mq:5671/%2f`, x];
  },
  jdbc: () => {
    const x = password();
    return [`jdbc:mysql://db:3306/shop?user=shop&password=${x}&useSSL=true`, x];
  },
  'jdbc sqlserver': () => {
    const x = password();
    return [`jdbc:sqlserver://sql:1433;databaseName=shop;user=sa;password=${x};encrypt=true`, x];
  },
  ado: () => {
    const x = password();
    return [`Server=tcp:sql,1433;Database=shop;User ID=sa;Password=${x};Encrypt=True;`, x];
  },
  'ado pwd': () => {
    const x = password();
    return [`Data Source=sql;Uid=sa;Pwd=${x};`, x];
  },
  libpq: () => {
    const x = password();
    return [`host=db user=shop password=${x} dbname=shop`, x];
  },
  'go mysql dsn': () => {
    const x = password();
    return [`shop:${x}@tcp(db:3306)/shop?parseTime=true`, x];
  },
  'sentry dsn': () => {
    const x = hex(32);
    return [`https://${x}@o123.ingest.sentry.io/456`, x];
  },
  slack: () => {
    const x = draw(24);
    return [`https://hooks.slack.com/services/T0${draw(7).toUpperCase()}/B0${draw(7).toUpperCase()}/${x}`, x];
  },
  discord: () => {
    const x = draw(68);
    return [`https://discord.com/api/webhooks/1234567890123/${x}`, x];
  },
  teams: () => {
    const x = hex(32);
    return [
      `https://corp.webhook.office.com/webhookb2/${hex(8)}@${hex(8)}/IncomingWebhook/${x}/${hex(8)}`,
      x,
    ];
  },
  sas: () => {
    const x = `${draw(43)}%3D`;
    return [`https://shop.blob.core.windows.net/c?sv=2022-11-02&ss=b&sig=${x}`, x];
  },
  presigned: () => {
    const x = hex(64);
    return [
      `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=900&X-Amz-Signature=${x}`,
      x,
    ];
  },
  storage: () => {
    const x = `${draw(86)}==`;
    return [
      `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${x};EndpointSuffix=core.windows.net`,
      x,
    ];
  },
  'service bus': () => {
    const x = `${draw(43)}=`;
    return [`Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${x}`, x];
  },
  'git url': () => {
    const x = `glpat-${draw(20)}`;
    return [`https://oauth2:${x}@gitlab.example.com/a/b.git`, x];
  },
  'query token': () => {
    const x = draw(32);
    return [`https://api.example.com/v1/push?access_token=${x}&n=1`, x];
  },
  jwt: () => {
    const x = webToken();
    return [x, x];
  },
  'basic header': () => {
    const x = base64(`admin:${password()}`);
    return [`Authorization: Basic ${x}`, x];
  },
  'bearer header': () => {
    const x = draw(40);
    return [`Bearer ${x}`, x];
  },
  pem: () => {
    const x = draw(64);
    return [pem('RSA PRIVATE KEY', `${draw(64)}\n${x}\n${draw(40)}`), x];
  },
  'encrypted pem': () => {
    const x = draw(64);
    return [pem('ENCRYPTED PRIVATE KEY', `${draw(64)}\n${x}`), x];
  },
  'openssh key': () => {
    const x = draw(64);
    return [pem('OPENSSH PRIVATE KEY', `${draw(64)}\n${x}`), x];
  },
  pgp: () => {
    const x = draw(64);
    return [
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${draw(64)}\n${x}\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----\n`,
      x,
    ];
  },
  'pem on one line': () => {
    const x = draw(64);
    return [`-----BEGIN PRIVATE KEY-----\\n${x}\\n-----END PRIVATE KEY-----\\n`, x];
  },
  bcrypt: () => {
    const x = draw(53);
    return [`$2y$10$${x}`, x];
  },
  argon2: () => {
    const x = draw(43);
    return [`$argon2id$v=19$m=65536,t=3,p=4$${draw(22)}$${x}`, x];
  },
  htpasswd: () => {
    const x = `$apr1$${draw(8)}$${draw(22)}`;
    return [`admin:${x}`, x];
  },
  shadow: () => {
    const x = draw(86);
    return [`root:$6$${draw(8)}$${x}:19000:0:99999:7:::`, x];
  },
  'java opts': () => {
    const x = password();
    return [`-Xmx512m -Djavax.net.ssl.trustStorePassword=${x} -Dx=y`, x];
  },
  aws: () => {
    const x = `AKIA${draw(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
    return [x, x];
  },
  github: () => {
    const x = `ghp_${draw(36)}`;
    return [x, x];
  },
  'github pat': () => {
    const x = `github_pat_${draw(22)}_${draw(59)}`;
    return [x, x];
  },
  gitlab: () => {
    const x = `glpat-${draw(20)}`;
    return [x, x];
  },
  'slack bot': () => {
    const x = `xoxb-${draw(12, '0123456789')}-${draw(12, '0123456789')}-${draw(24)}`;
    return [x, x];
  },
  stripe: () => {
    const x = `sk_live_${draw(24)}`;
    return [x, x];
  },
  openai: () => {
    const x = `sk-proj-${draw(48)}`;
    return [x, x];
  },
  anthropic: () => {
    const x = `sk-ant-api03-${draw(80)}`;
    return [x, x];
  },
  sendgrid: () => {
    const x = `SG.${draw(22)}.${draw(43)}`;
    return [x, x];
  },
  npm: () => {
    const x = `npm_${draw(36)}`;
    return [x, x];
  },
  pypi: () => {
    const x = `pypi-AgEIcHlwaS5vcmc${draw(60)}`;
    return [x, x];
  },
  twilio: () => {
    const x = `SK${hex(32)}`;
    return [x, x];
  },
  google: () => {
    const x = `AIza${draw(35)}`;
    return [x, x];
  },
  vault: () => {
    const x = `hvs.${draw(90)}`;
    return [x, x];
  },
  docker: () => {
    const x = `dckr_pat_${draw(27)}`;
    return [x, x];
  },
  azure: () => {
    const x = `${draw(3)}8Q~${draw(34)}`;
    return [x, x];
  },
  digitalocean: () => {
    const x = `dop_v1_${hex(64)}`;
    return [x, x];
  },
  telegram: () => {
    const x = `123456789:AA${draw(33)}`;
    return [x, x];
  },
  huggingface: () => {
    const x = `hf_${draw(34, 'abcdefghijklmnopqrstuvwxyzABCDEFGH')}`;
    return [x, x];
  },
  age: () => {
    const x = `AGE-SECRET-KEY-1${draw(58, 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L')}`;
    return [x, x];
  },
};

/** Files as they lie in ConfigMaps; `§` is where the secret stands. */
const files: readonly (readonly [string, string])[] = [
  ['.env', 'PORT=80\nDB_PASSWORD=§\nHOST=a\n'],
  ['.env', 'export API_TOKEN="§"\nDEBUG=false\n'],
  ['app.ini', '[database]\nuser = shop\npassword = §\n; comment\n'],
  ['smtp.ini', '[smtp]\nsmtp_pass=§\nport=25\n'],
  ['config.toml', 'title = "x"\n[auth]\nclient_secret = "§"\n'],
  ['config.toml', "[[users]]\nname = 'a'\ntoken = '§'\n"],
  ['application.properties', 'server.port=8080\nspring.datasource.password=§\n'],
  ['application.properties', 'mail.smtp.password: §\n'],
  ['my.cnf', '[client]\nuser=root\npassword="§"\nport=3306\n'],
  ['nginx.conf', 'server {\n  location / {\n    proxy_set_header Authorization "Bearer §";\n  }\n}\n'],
  ['nginx.conf', 'location /x {\n  set $api_key §;\n}\n'],
  ['haproxy.cfg', 'userlist u\n  user admin insecure-password §\n'],
  ['haproxy.cfg', 'listen stats\n  stats auth admin:§\n'],
  ['wp-config.php', "<?php\ndefine( 'DB_PASSWORD', '§' );\n"],
  ['config.php', "<?php\nreturn ['db' => ['host' => 'h', 'password' => '§']];\n"],
  ['config.php', "<?php\n$config['smtp_password'] = '§';\n"],
  ['settings.py', "DEBUG = False\nSECRET_KEY = '§'\n"],
  ['settings.py', "DATABASES = {'default': {'USER': 'a', 'PASSWORD': '§'}}\n"],
  [
    'web.config',
    '<configuration><appSettings><add key="ApiSecret" value="§" /></appSettings></configuration>',
  ],
  [
    'web.config',
    '<connectionStrings><add name="Db" connectionString="Server=sql;User Id=sa;Password=§;" /></connectionStrings>',
  ],
  [
    'settings.xml',
    '<settings><servers><server><id>nexus</id><username>ci</username><password>§</password></server></servers></settings>',
  ],
  ['log4j2.xml', '<Appenders><SMTP name="m" smtpHost="h" smtpUsername="u" smtpPassword="§"/></Appenders>'],
  ['context.xml', '<Resource name="jdbc/db" username="u" password="§" url="jdbc:x"/>'],
  ['config.json', '{"db": {"host": "h", "password": "§"}}'],
  ['config.json', '{"users": [{"name": "a", "apiKey": "§"}]}'],
  ['appsettings.json', '{"ConnectionStrings": {"Default": "Server=s;User Id=sa;Password=§;"}}'],
  ['config.yaml', 'db:\n  host: h\n  password: §\n'],
  ['config.yaml', "auth:\n  - name: a\n    token: '§'\n"],
  ['config.yaml', 'env:\n- name: DB_PASSWORD\n  value: "§"\n'],
  ['config.yaml', 'redis: {host: h, password: §}\n'],
  ['config.yaml', 'credentials:\n  secret_key: >-\n    §\n'],
  ['config.yaml', '# password: §\nhost: a\n'],
  ['prometheus.yml', 'scrape_configs:\n- job_name: a\n  basic_auth:\n    username: u\n    password: §\n'],
  ['alertmanager.yml', 'receivers:\n- name: pd\n  pagerduty_configs:\n  - service_key: §\n'],
  ['datasources.yaml', 'datasources:\n- name: pg\n  secureJsonData:\n    password: §\n'],
  ['.npmrc', 'registry=https://npm.example.com/\n//npm.example.com/:_authToken=§\n'],
  ['.npmrc', '//npm.example.com/:_password="§"\nalways-auth=true\n'],
  ['.netrc', 'machine git.example.com login ci password §\n'],
  ['.netrc', 'machine git.example.com\n  login ci\n  password §\n'],
  ['.pgpass', 'db:5432:shop:shop:§\n'],
  ['pip.conf', '[global]\nindex-url = https://ci:§@pypi.example.com/simple\n'],
  ['config.json', '{"auths": {"registry.example.com": {"auth": "b64(ci:§)"}}}'],
  ['kubeconfig', 'apiVersion: v1\nkind: Config\nusers:\n- name: a\n  user:\n    token: §\n'],
  ['kubeconfig', 'users:\n- name: a\n  user:\n    username: a\n    password: §\n'],
  ['terraform.tfvars', 'region = "eu-west-1"\ndb_password = "§"\n'],
  ['main.tf', 'provider "x" {\n  api_token = "§"\n}\n'],
  ['main.tf', 'secrets = {a = "§"}\n'],
  ['main.tf', 'locals {\n  credentials = {\n    first  = "x"\n    second = "§"\n  }\n}\n'],
  ['config.rb', "secrets = { :a => 'x', 'b' => '§' }\n"],
  ['init.sql', "CREATE USER shop WITH PASSWORD '§';\n"],
  ['init.sql', "CREATE USER 'shop'@'%' IDENTIFIED BY '§';\n"],
  ['init.sql', "ALTER USER shop PASSWORD '§';\n"],
  ['run.sh', '#!/bin/sh\nset -e\nexport PGPASSWORD=§\npsql -h db\n'],
  ['run.sh', '#!/bin/sh\ncurl -u admin:§ https://example.com/\n'],
  ['run.sh', "#!/bin/sh\ncurl -H 'Authorization: Bearer §' https://example.com/\n"],
  ['run.sh', '#!/bin/bash\nmysql -u root -p§ shop\n'],
  ['run.sh', '#!/bin/sh\nTOKEN=$(cat /x) redis-cli -a § ping\n'],
  ['run.sh', '#!/bin/sh\nmyapp --db-password=§ --verbose\n'],
  ['app.service', '[Service]\nEnvironment="DB_PASSWORD=§"\nExecStart=/bin/app\n'],
  ['app.service', '[Service]\nEnvironment=API_KEY=§\n'],
  ['Dockerfile', 'FROM a\nENV API_TOKEN=§\n'],
  ['Dockerfile', 'FROM a\nENV API_TOKEN §\nARG NPM_TOKEN=§\n'],
  ['crontab', '0 3 * * * root PGPASSWORD=§ pg_dump shop\n'],
  ['redis.conf', 'maxmemory 100mb\nrequirepass §\n'],
  ['redis.conf', 'masterauth §\n'],
  ['users.acl', 'user default on >§ ~* +@all\n'],
  ['rabbitmq.conf', 'default_user = admin\ndefault_pass = §\n'],
  ['credentials', '[default]\naws_access_key_id = AKIAABCDEFGH234567IJ\naws_secret_access_key = §\n'],
  ['manifest.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  note: §\n'],
  ['manifest.yaml', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  note: b64(§)\n'],
  ['manifest.json', '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"},"stringData":{"note":"§"}}'],
  ['fluent.conf', '<match **>\n  @type es\n  user elastic\n  password §\n</match>\n'],
  ['logstash.conf', 'output { elasticsearch { user => "elastic" password => "§" } }\n'],
  ['config.js', "module.exports = {apiKey: '§', port: 80};\n"],
  ['app.rb', "config.secret_key_base = '§'\n"],
  [
    'sa.json',
    '{"type": "service_account", "private_key": "-----BEGIN PRIVATE KEY-----\\n§\\n-----END PRIVATE KEY-----\\n", "client_email": "a@b.iam"}',
  ],
  ['ldap.conf', 'BINDDN cn=admin\nBINDPW §\n'],
  ['DB_PASSWORD', '§'],
  ['id_rsa', '§'],
  ['htpasswd', 'admin:{SHA}§\n'],
];

const specs: readonly (readonly [string, (secret: string) => object])[] = [
  ['snake case', (x) => ({admin_password: x, host: 'db'})],
  ['camel case', (x) => ({auth: {clientSecret: x}})],
  ['kebab case', (x) => ({'api-key': x})],
  ['deep', (x) => ({a: [{b: {c: [{accessToken: x}]}}]})],
  ['name and value', (x) => ({params: [{name: 'git-token', value: x}]})],
  ['value and name', (x) => ({settings: [{value: x, key: 'DB_PASSWORD'}]})],
  ['a list of tokens', (x) => ({tokens: ['first-token-of-many', x]})],
  ['a map of secrets', (x) => ({secrets: {stripe: x}})],
  ['headers', (x) => ({headers: {Authorization: `Bearer ${x}`}})],
  ['a header in a list', (x) => ({httpHeaders: [{name: 'X-API-Key', value: x}]})],
  ['helm values as text', (x) => ({source: {helm: {values: `auth:\n  rootPassword: ${x}\n`}}})],
  ['helm parameters', (x) => ({source: {helm: {parameters: [{name: 'auth.password', value: x}]}}})],
  [
    'helm values as an object',
    (x) => ({source: {helm: {valuesObject: {postgresql: {auth: {postgresPassword: x}}}}}}),
  ],
  ['flux values', (x) => ({values: {env: {SECRET_KEY: x}, ingress: {host: 'a'}}})],
  ['a connection', (x) => ({triggers: [{metadata: {host: `amqp://u:${x}@mq:5672/`}}]})],
  ['a script', (x) => ({steps: [{script: `#!/bin/sh\nexport TOKEN=${x}\n`}]})],
  ['cloud-init', (x) => ({userData: `#cloud-config\nchpasswd:\n  list: |\n    root:${x}\n`})],
  ['cloud-init, packed', (x) => ({userData: base64(`#cloud-config\npassword: ${x}\n`)})],
  ['JSON as text', (x) => ({config: JSON.stringify({db: {password: x}})})],
  ['basic auth', (x) => ({basicAuth: {username: 'admin', password: x}})],
  ['a license', (x) => ({licenseKey: x})],
  ['a webhook', (x) => ({slack: {url: `https://hooks.slack.com/services/T0000AAAA/B0000AAAA/${x}`}})],
  ['lua', (x) => ({inline: `request_handle:headers():add("Authorization", "Bearer ${x}")`})],
  ['an S3 store', (x) => ({s3: {accessKey: 'AKIAABCDEFGH234567IJ', secretKey: x}})],
];

const containers: readonly (readonly [string, (secret: string) => object])[] = [
  ['args, one word', (x) => ({args: [`--password=${x}`]})],
  ['args, two words', (x) => ({args: ['--api-token', x, '--v=2']})],
  ['args, dsn', (x) => ({args: [`--dsn=postgres://u:${x}@db/x`]})],
  ['args, header', (x) => ({args: ['-H', `X-Auth-Token: ${x}`]})],
  ['args, user', (x) => ({args: ['curl', '-u', `admin:${x}`, 'http://a/']})],
  ['args, mysql', (x) => ({args: ['mysqld', `--init-file=/x`, `-p${x}`]})],
  ['args, redis', (x) => ({command: ['redis-server', '--requirepass', x]})],
  ['command, export', (x) => ({command: ['sh', '-c', `export DB_PASSWORD='${x}'; exec app`]})],
  ['command, inline', (x) => ({command: ['sh', '-c', `TOKEN=${x} app --port 80`]})],
  ['command, flag', (x) => ({command: ['sh', '-c', `app --client-secret ${x} --port 80`]})],
  [
    'probe, header',
    (x) => ({
      livenessProbe: {httpGet: {path: '/', httpHeaders: [{name: 'Authorization', value: `Bearer ${x}`}]}},
    }),
  ],
  ['probe, cookie', (x) => ({readinessProbe: {httpGet: {httpHeaders: [{name: 'X-Api-Key', value: x}]}}})],
  [
    'probe, exec',
    (x) => ({livenessProbe: {exec: {command: ['mysqladmin', '-u', 'root', `--password=${x}`, 'ping']}}}),
  ],
  ['probe, redis', (x) => ({livenessProbe: {exec: {command: ['redis-cli', '-a', x, 'ping']}}})],
  [
    'lifecycle',
    (x) => ({
      lifecycle: {preStop: {exec: {command: ['sh', '-c', `curl -H "Authorization: token ${x}" http://a`]}}},
    }),
  ],
];

/** Variables and files that only look as if they held a secret. */
const harmlessVariables =
  'DB_PASSWORD_FILE=/run/secrets/db|TOKEN_URL=https://sso.example.com/token|KEYCLOAK_URL=https://sso.example.com/auth|SECRET_NAME=shop-secret|TOKEN_TTL=3600s|PASSWORD_MIN_LENGTH=12|PARTITION_KEY=customer_id|CACHE_KEY=shop:v2:items|SORT_KEYS=created_at|S3_KEY_PREFIX=exports/2026|MONKEY_MODE=bananas|BYPASS_CACHE=never|SECRET_MANAGER_REGION=eu-central-1|IDEMPOTENCY_KEY_TTL=86400|CREDENTIALS_PROVIDER=web-identity|DB_PASSWORD=$(DB_PASSWORD_REF)|API_TOKEN=${TOKEN}|VAULT_TOKEN=vault:secret/data/shop#token|DB_PASSWORD=arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf|DB_PASSWORD=projects/p/secrets/db/versions/1|API_KEY=file:/run/secrets/key|PASSWORD_POLICY=strong|TOKEN_TYPE=bearer|TOKENIZERS_PARALLELISM=false|MAX_TOKENS=4096|SECRET_ROTATION_ENABLED=true|PUBLIC_KEY=ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk3|AUTH_ENABLED=true|AUTH_MODE=oidc|OAUTH_ISSUER=https://sso.example.com/realms/shop|KEYSTORE_PATH=/etc/keystore.jks|SSH_KEY_PATH=/root/.ssh/id_rsa|COMPASS_DIRECTION=north|AUTHOR=jane|KEYBOARD_LAYOUT=de|KEY_VAULT_NAME=shop-vault|GIT_COMMIT=3f786850e387550fdab836ed7e6dc881de23001b|IMAGE_DIGEST=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08|TENANT_ID=1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed|REDIS_URL=redis://redis:6379/0|DATABASE_URL=postgres://db.shop:5432/shop|SENTRY_ENVIRONMENT=production|PASSWORD=|API_KEY=<your-api-key>|API_TOKEN=changeme|SECRET_BACKEND=kubernetes|JWT_ALGORITHM=RS256|JWT_AUDIENCE=shop|JWT_EXPIRATION=15m|SESSION_TIMEOUT=30m|COOKIE_DOMAIN=.example.com|STRIPE_PUBLISHABLE_KEY=pk_live_51abcDEFghiJKLmnoPQRstu|ACCESS_KEY_ID_HEADER=x-key-id|TOKEN_ENDPOINT=https://sso.example.com/oauth/token|REQUIRE_PASSWORD_CHANGE=true|PASSWORD_RESET_URL=https://shop.example.com/reset|CSRF_HEADER_NAME=X-CSRF-Token|KAFKA_KEY_SERIALIZER=org.apache.kafka.common.serialization.StringSerializer|ENCRYPTION_ALGORITHM=AES256|NODE_AUTH_METHOD=kubernetes|S3_BUCKET=shop-secrets-backup|LOGIN_URL=https://sso.example.com/login|PRIMARY_KEY=id|PRIVATE_NETWORK=10.0.0.0/8|PASSENGER_APP_ENV=production|KEYS_DIR=/keys|USE_TOKEN_AUTH=true|ACCOUNT_KEY_NAME=default'
    .split('|')
    .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]);

const harmlessFiles: readonly (readonly [string, string])[] = [
  ['ca.crt', pem('CERTIFICATE', `MIID${draw(60)}\n${draw(64)}\n${draw(64)}`)],
  ['id_rsa.pub', `ssh-rsa AAAAB3NzaC1yc2E${draw(200)} ops@example.com\n`],
  ['jwt.pub', pem('PUBLIC KEY', `MIIB${draw(60)}\n${draw(40)}`)],
  [
    'application.yml',
    'spring:\n  datasource:\n    url: jdbc:postgresql://db:5432/shop\n    username: shop\n    password: ${DB_PASSWORD}\n',
  ],
  [
    'values.yaml',
    'auth:\n  existingSecret: shop-db\n  secretKeys:\n    adminPasswordKey: postgres-password\n  passwordUpdateJob:\n    enabled: false\n',
  ],
  [
    'nginx.conf',
    'ssl_certificate_key /etc/nginx/tls/tls.key;\nproxy_cache_key "$scheme$host$request_uri";\nkeepalive_timeout 65;\n',
  ],
  ['config.toml', '[auth]\npassword_file = "/run/secrets/db"\ntoken_ttl = "8h"\nmax_tokens = 4096\n'],
  [
    'settings.py',
    "PASSWORD_HASHERS = ['django.contrib.auth.hashers.Argon2PasswordHasher']\nSECRET_KEY = os.environ['SECRET_KEY']\n",
  ],
  [
    'prometheus.yml',
    'scrape_configs:\n- job_name: a\n  bearer_token_file: /var/run/secrets/kubernetes.io/serviceaccount/token\n  tls_config:\n    key_file: /tls/tls.key\n',
  ],
  [
    'Corefile',
    '.:53 {\n    errors\n    health {\n       lameduck 5s\n    }\n    kubernetes cluster.local in-addr.arpa ip6.arpa\n    forward . /etc/resolv.conf\n}\n',
  ],
  ['wp-config.php', "<?php\ndefine('DB_PASSWORD', getenv('DB_PASSWORD'));\n$table_prefix = 'wp_';\n"],
  [
    'run.sh',
    '#!/bin/sh\nexport DB_PASSWORD="$(cat /run/secrets/db)"\nTOKEN=$(vault read -field=token secret/x)\nexec app --token-file /token\n',
  ],
  [
    'external-secret.yaml',
    'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec:\n  secretStoreRef:\n    name: vault\n  data:\n  - secretKey: password\n    remoteRef:\n      key: shop/db\n      property: password\n',
  ],
  [
    'rules.yaml',
    'groups:\n- name: tokens\n  rules:\n  - alert: TokenExpiresSoon\n    expr: min(token_expiry_seconds) < 3600\n    annotations:\n      summary: The token of {{ $labels.user }} expires soon\n',
  ],
  [
    'grafana.ini',
    '[auth.generic_oauth]\nenabled = true\nclient_id = grafana\nclient_secret = $__file{/etc/secrets/oauth}\ntoken_url = https://sso.example.com/token\n',
  ],
  [
    'README.md',
    'The password is read from the Secret shop-db; rotate the token with `app token rotate`.\nAPI keys are kept in Vault.\n',
  ],
  [
    'schema.json',
    '{"type":"object","properties":{"password":{"type":"string","description":"The password of the database"},"apiKey":{"type":"string","minLength":10}}}',
  ],
  [
    'main.tf',
    'secrets = {\n  name = "shop-db"\n  path = "kv/shop"\n  ttl  = "8h"\n}\ntoken { type = "bearer" }\n',
  ],
  ['policy.rego', 'package auth\ndefault allow = false\nallow { input.token.payload.sub == "admin" }\n'],
  [
    'log4j2.properties',
    'appender.console.layout.pattern = [%d{ISO8601}][%-5p] %m%n\nlogger.token.level = info\n',
  ],
  [
    'fluent-bit.conf',
    '[FILTER]\n    Name kubernetes\n    Kube_Token_File /var/run/secrets/kubernetes.io/serviceaccount/token\n    Merge_Log_Key log_processed\n',
  ],
];

const harmlessSpecs: readonly (readonly [string, object, string])[] = [
  ['secretName', {secretName: 'shop-tls'}, 'shop-tls'],
  ['secretRef', {secretRef: {name: 'shop-db'}}, 'shop-db'],
  [
    'credentials by name',
    {credentials: {secretName: 'aws-creds', key: 'secret-access-key'}},
    'secret-access-key',
  ],
  ['passwordSecretRef', {auth: {passwordSecretRef: {name: 'db', key: 'password'}}}, 'db'],
  ['tokenKeyRef', {tokenSecret: 'my-token-secret'}, 'my-token-secret'],
  ['privateKey', {privateKey: {algorithm: 'ECDSA', rotationPolicy: 'Always'}}, 'ECDSA'],
  [
    'remoteRef',
    {data: [{secretKey: 'password', remoteRef: {key: 'prod/shop/db', property: 'password'}}]},
    'prod/shop/db',
  ],
  ['serviceAccountToken', {sources: [{serviceAccountToken: {path: 'token', audience: 'vault'}}]}, 'vault'],
  ['topologyKey', {topologyKey: 'topology.kubernetes.io/zone'}, 'topology.kubernetes.io/zone'],
  ['caBundle', {caBundle: base64(pem('CERTIFICATE', draw(64)))}, ''],
  ['checksum', {checksum: hex(64)}, ''],
  ['image', {image: `registry.example.com/shop@sha256:${hex(64)}`}, ''],
  ['uid', {uid: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'}, '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'],
  [
    'vault path',
    {vault: {path: 'secret/data/shop/db', tokenPath: '/var/run/vault/token'}},
    'secret/data/shop/db',
  ],
  [
    'key selector',
    {matchExpressions: [{key: 'app.kubernetes.io/name', operator: 'In', values: ['token-service']}]},
    'token-service',
  ],
  [
    'helm parameter',
    {helm: {parameters: [{name: 'auth.existingSecret', value: 'shop-db-auth'}]}},
    'shop-db-auth',
  ],
  [
    'condition',
    {conditions: [{type: 'TokenValid', status: 'True', message: 'The token was renewed by the controller'}]},
    'The token was renewed by the controller',
  ],
  [
    'authType',
    {auth: {type: 'oauth2', tokenUrl: 'https://sso.example.com/token'}},
    'https://sso.example.com/token',
  ],
  ['password policy', {passwordPolicy: {minLength: 12, requireDigits: true, history: 'strict'}}, 'strict'],
  ['issuer', {keycloak: {realm: 'shop', clientId: 'shop-web'}}, 'shop-web'],
];

/** Ten and more of each kind of place, the same in every run with the same number. */
export function corpus(number = 0): Planted[] {
  seed = number * 1_000_000;
  const planted: Planted[] = [];
  const secret = (place: string, object: object, value: string) =>
    planted.push({place, object, value, isSecret: true});
  const harmless = (place: string, object: object, value: string) =>
    planted.push({place, object, value: value === '' ? '' : value, isSecret: false});
  for (const name of tellingNames) {
    const value = password();
    secret(`env ${name}`, env(name, value), value);
    const copied = password();
    const applied = JSON.stringify(env(name, copied));
    secret(
      `last-applied ${name}`,
      deployment({}, {'kubectl.kubernetes.io/last-applied-configuration': applied}),
      copied,
    );
  }
  const slashed = awsSecret();
  secret('env AWS_SECRET_ACCESS_KEY, slashed', env('AWS_SECRET_ACCESS_KEY', slashed), slashed);
  for (const [form, make] of Object.entries(forms)) {
    const [text, value] = make();
    secret(`env, form ${form}`, env('SETTING', text), value);
    const [second, other] = make();
    secret(`ConfigMap, form ${form}`, configMap('notes.txt', `first line\nsee ${second}\n`), other);
    const [third, another] = make();
    secret(`annotation, form ${form}`, deployment({}, {'example.com/note': third}), another);
    const [fourth, last] = make();
    secret(`custom resource, form ${form}`, custom('Thing', {deep: [{text: fourth}]}), last);
  }
  for (const [name, template] of files) {
    const value =
      name === 'id_rsa'
        ? draw(64)
        : name === 'htpasswd'
          ? `${draw(27)}=`
          : password().replace('#', '-').replace('*', '_');
    const filled =
      name === 'id_rsa'
        ? pem('OPENSSH PRIVATE KEY', value)
        : template
            .replaceAll(/b64\(([^)]*)\)/g, (_, inner: string) => base64(inner.replace('§', value)))
            .replaceAll('§', value);
    secret(`${name}: ${template.slice(0, 60)}`, configMap(name, filled), value);
  }
  for (const [name, spec] of specs) {
    const value = password().replace('#', '-');
    secret(`custom resource, ${name}`, custom('Thing', spec(value)), value);
  }
  for (const [name, container] of containers) {
    const value = password().replaceAll(/[#*]/g, '-');
    secret(name, deployment(container(value)), value);
  }
  for (const [name, value] of harmlessVariables) harmless(`env ${name}`, env(name, value), value);
  for (const [name, text] of harmlessFiles) harmless(name, configMap(name, text), text);
  for (const [name, spec, value] of harmlessSpecs)
    harmless(`custom resource, ${name}`, custom('Thing', spec), value);
  planted.push(...morePlaces(draw), ...softwarePlaces(draw), ...rowsOfPlaces(draw));
  return planted;
}

/** So that no two runs of a property test plant the same. */
export function drawnPassword(): string {
  return `${randomBytes(6).toString('base64url')}!${randomBytes(6).toString('hex')}`;
}
