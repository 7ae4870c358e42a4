import type {Planted} from './planted.ts';

/** Draws letters. */
type Draw = (length: number, letters?: string) => string;

const base64 = (text: string) => Buffer.from(text).toString('base64');
const dep = (container: object, annotations?: object, pod: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'a', namespace: 's', ...(annotations === undefined ? {} : {annotations})},
  spec: {template: {spec: {containers: [{name: 'app', image: 'r.example.com/a:1', ...container}], ...pod}}},
});
const env = (name: string, value: string) =>
  dep({
    env: [
      {name: 'LOG', value: 'info'},
      {name, value},
    ],
  });
const cm = (key: string, text: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {name: 'c'},
  data: {[key]: text},
});
const cr = (kind: string, spec: object, group = 'example.io') => ({
  apiVersion: `${group}/v1`,
  kind,
  metadata: {name: 'x'},
  spec,
});

/** Other places than those of the corpus, and other look-alikes, of the same kinds. */
export function morePlaces(draw: Draw): Planted[] {
  const planted: Planted[] = [];
  const hex = (count: number) => draw(count, '0123456789abcdef');
  function fixed(place: string, object: (value: string) => object, value: string) {
    planted.push({place, object: object(value), value, isSecret: true});
  }
  function harmless(place: string, object: object) {
    planted.push({place, object, value: '', isSecret: false});
  }
  const secret = (place: string, object: (value: string) => object) =>
    fixed(place, object, `${draw(7)}!${draw(6)}7${draw(1)}`);
  const letters = (place: string, object: (value: string) => object) => fixed(place, object, draw(24));
  const packed = (place: string, object: (value: string) => object) =>
    fixed(place, object, base64(`user:${draw(7)}!${draw(8)}`));
  const file = (name: string, text: string) => harmless(`file ${name}`, cm(name, text));
  const thing = (place: string, spec: object, group?: string) => harmless(place, cr('Thing', spec, group));
  const annotation = (name: string, text: string) => harmless(`annotation ${name}`, dep({}, {[name]: text}));

  // connection strings in env w/ dull names
  secret('mssql url', (x) => env('STORE', `sqlserver://sa:${x}@sql:1433?database=shop`));
  secret('odbc', (x) =>
    env('ODBC', `Driver={ODBC Driver 18};Server=tcp:sql,1433;Uid=sa;Pwd=${x};Encrypt=yes;`),
  );
  secret('oracle jdbc', (x) => env('ORA', `jdbc:oracle:thin:shop/${x}@//db:1521/XE`));
  secret('cockroach', (x) => env('CRDB', `postgresql://shop:${x}@crdb:26257/shop?sslmode=verify-full`));
  secret('clickhouse', (x) => env('CH', `clickhouse://default:${x}@ch:9000/db`));
  secret('nats', (x) => env('NATS', `nats://app:${x}@nats:4222`));
  secret('kafka jaas', (x) =>
    env(
      'KAFKA_SASL_JAAS_CONFIG',
      `org.apache.kafka.common.security.plain.PlainLoginModule required username="app" password="${x}";`,
    ),
  );
  secret('ldap url', (x) => env('LDAP', `ldap://cn=admin:${x}@ldap:389`));
  secret('smtp', (x) => env('MAILER_DSN', `smtp://mailer:${x}@smtp.example.com:587`));
  secret('memcached sasl', (x) => env('CACHE', `memcached://u:${x}@mc:11211`));
  secret('elastic', (x) => env('ES_HOSTS', `https://elastic:${x}@es:9200`));
  secret('event hub', (x) =>
    env(
      'EH',
      `Endpoint=sb://n.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey=${x}xxxxxxxxxx=;EntityPath=e`,
    ),
  );
  secret('cosmos', (x) =>
    env('COSMOS', `AccountEndpoint=https://x.documents.azure.com:443/;AccountKey=${x}ABCD==;`),
  );
  secret('appinsights', (x) =>
    env('APPLICATIONINSIGHTS_CONNECTION_STRING', `InstrumentationKey=${x};IngestionEndpoint=https://x`),
  );
  secret('sftp', (x) => env('UPLOAD_TO', `sftp://u:${x}@sftp.example.com/in`));
  secret('proxy', (x) => env('HTTPS_PROXY', `http://proxyuser:${x}@proxy:3128`));
  fixed('newrelic', (x) => env('NEW_RELIC_LICENSE', x), hex(36) + 'NRAL');
  fixed('dd', (x) => env('DD_API_KEY', x), hex(32));
  fixed('datadog app', (x) => env('DATADOG_APP_KEY', x), hex(40));
  fixed('fernet', (x) => env('AIRFLOW__CORE__FERNET_KEY', x), draw(43) + '=');
  fixed('hmac', (x) => env('WEBHOOK_HMAC', x), hex(64));
  fixed('laravel', (x) => env('APP_KEY', x), 'base64:' + draw(43) + '=');
  fixed('rails', (x) => env('RAILS_MASTER_KEY', x), hex(32));
  fixed('n8n', (x) => env('N8N_ENCRYPTION_KEY', x), draw(24));
  fixed('pat', (x) => env('AZURE_DEVOPS_EXT_PAT', x), draw(52).toLowerCase());
  fixed('twilio auth', (x) => env('TWILIO_AUTH_TOKEN', x), hex(32));
  fixed('sid+tok', (x) => env('PUSHER_APP_SECRET', x), hex(20));
  fixed('recaptcha', (x) => env('RECAPTCHA_SECRET', x), '6L' + draw(38));
  fixed('wireguard', (x) => env('WG_PRIVATE_KEY', x), draw(43) + '=');
  fixed('tailscale', (x) => env('TS_AUTHKEY', x), 'tskey-auth-' + draw(10) + '-' + draw(20));
  fixed('cloudflare', (x) => env('CF_TOKEN', x), draw(40));
  fixed('password numeric', (x) => env('PIN_CODE', x), '83921745');
  secret('words password', (x) => env('ADMIN_PASS', x));
  secret('camel', (x) => env('dbUserPassword', x));
  packed('npm_config', (x) => env('NPM_CONFIG__AUTH', x));
  // args
  secret('mongo -p', (x) => dep({args: ['mongosh', '-u', 'root', '-p', x]}));
  secret('psql url', (x) => dep({args: ['psql', `postgresql://u:${x}@h/db`]}));
  secret('sh -c PGPASSWORD', (x) =>
    dep({command: ['/bin/sh', '-c', `PGPASSWORD=${x} pg_dump -h db shop > /b`]}),
  );
  secret('java -D', (x) => dep({args: ['java', '-Djavax.net.ssl.keyStorePassword=' + x, '-jar', 'a.jar']}));
  secret('spring arg', (x) => dep({args: [`--spring.datasource.password=${x}`]}));
  secret('grafana arg', (x) => dep({args: ['--admin-password', x]}));
  secret('vault token', (x) => dep({args: ['vault', 'login', `-token=${x}`]}));
  secret('basic-auth', (x) => dep({args: [`--web.basic-auth=admin:${x}`]}));
  secret('etcdctl', (x) => dep({args: ['etcdctl', `--user=root:${x}`, 'get', 'x']}));
  secret('curl header post', (x) =>
    dep({
      lifecycle: {
        postStart: {exec: {command: ['sh', '-c', `curl -XPOST -H 'X-Vault-Token: ${x}' http://v`]}},
      },
    }),
  );
  secret('redis probe', (x) =>
    dep({livenessProbe: {exec: {command: ['sh', '-c', `redis-cli -a ${x} ping | grep PONG`]}}}),
  );
  secret('rabbit probe', (x) =>
    dep({
      readinessProbe: {
        exec: {command: ['sh', '-c', `curl -fsu guest:${x} http://localhost:15672/api/health`]},
      },
    }),
  );
  secret('tcp headers', (x) => dep({startupProbe: {httpGet: {path: `/health?token=${x}`, port: 80}}}));
  secret('path auth', (x) =>
    dep({livenessProbe: {httpGet: {path: '/h', httpHeaders: [{name: 'X-Auth-Token', value: x}]}}}),
  );
  secret('mysqladmin', (x) =>
    dep({livenessProbe: {exec: {command: ['mysqladmin', 'ping', '-uroot', '-p' + x]}}}),
  );
  secret('init cmd', (x) =>
    dep({}, undefined, {
      initContainers: [{name: 'i', command: ['sh', '-c', `wget --password=${x} ftp://f/x`]}],
    }),
  );
  secret('docker login', (x) =>
    dep({command: ['sh', '-c', `docker login -u ci -p ${x} registry.example.com`]}),
  );
  secret('echo pass', (x) => dep({command: ['sh', '-c', `echo "${x}" | sudo -S systemctl restart`]}));
  secret('openssl', (x) => dep({command: ['sh', '-c', `openssl enc -aes-256-cbc -pass pass:${x} -in a`]}));
  secret('ssh', (x) => dep({command: ['sh', '-c', `sshpass -p ${x} ssh a@b`]}));
  secret('git clone', (x) => dep({command: ['git', 'clone', `https://x-access-token:${x}@github.com/a/b`]}));
  // files
  secret('hikari', (x) =>
    cm('hibernate.cfg.xml', `<property name="hibernate.connection.password">${x}</property>`),
  );
  secret('tomcat-users', (x) =>
    cm('tomcat-users.xml', `<user username="admin" password="${x}" roles="manager-gui"/>`),
  );
  secret('jboss', (x) =>
    cm('standalone.xml', `<security><user-name>sa</user-name><password>${x}</password></security>`),
  );
  secret('phinx', (x) =>
    cm('phinx.yml', `environments:\n  production:\n    adapter: mysql\n    pass: ${x}\n    port: 3306\n`),
  );
  secret('database.yml', (x) =>
    cm(
      'database.yml',
      `production:\n  adapter: postgresql\n  username: shop\n  password: <%= ENV['X'] %>\nstaging:\n  password: '${x}'\n`,
    ),
  );
  secret('rclone', (x) =>
    cm('rclone.conf', `[s3]\ntype = s3\naccess_key_id = AKIAX\nsecret_access_key = ${x}\n`),
  );
  secret('msmtprc', (x) => cm('msmtprc', `account default\nhost smtp\nuser a\npassword ${x}\n`));
  secret('odbc.ini', (x) => cm('odbc.ini', `[db]\nUID = sa\nPWD = ${x}\n`));
  secret('pgbouncer ini', (x) =>
    cm('pgbouncer.ini', `[databases]\nshop = host=db port=5432 user=shop password=${x} dbname=shop\n`),
  );
  secret('telegraf', (x) =>
    cm('telegraf.conf', `[[outputs.influxdb_v2]]\n  urls = ["http://i:8086"]\n  token = "${x}"\n`),
  );
  secret('vector', (x) =>
    cm('vector.toml', `[sinks.es.auth]\nstrategy = "basic"\nuser = "elastic"\npassword = "${x}"\n`),
  );
  secret('filebeat', (x) =>
    cm(
      'filebeat.yml',
      `output.elasticsearch:\n  hosts: ['es:9200']\n  username: elastic\n  password: ${x}\n`,
    ),
  );
  secret('flat es', (x) =>
    cm('kibana.yml', `elasticsearch.username: kibana\nelasticsearch.password: "${x}"\n`),
  );
  letters('traefik users', (x) =>
    cm(
      'dyn.yml',
      `http:\n  middlewares:\n    a:\n      basicAuth:\n        users:\n          - "admin:$apr1$abcdefgh$${x}abcdef"\n`,
    ),
  );
  secret('loki s3', (x) =>
    cm('loki.yaml', `storage_config:\n  aws:\n    s3: s3://AKIAABCDEFGH234567IJ:${x}@us-east-1/bucket\n`),
  );
  secret('thanos', (x) =>
    cm('objstore.yml', `type: S3\nconfig:\n  bucket: b\n  access_key: AKI\n  secret_key: ${x}\n`),
  );
  secret('oauth2 proxy', (x) =>
    cm('oauth2-proxy.cfg', `client_id = "a"\nclient_secret = "${x}"\ncookie_secret = "${draw(32)}"\n`),
  );
  secret('dex', (x) =>
    cm(
      'config.yaml',
      `connectors:\n- type: ldap\n  config:\n    bindDN: cn=a\n    bindPW: ${x}\nstaticClients:\n- id: a\n  secret: ${x}\n`,
    ),
  );
  secret('gitlab.rb', (x) =>
    cm(
      'gitlab.rb',
      `gitlab_rails['smtp_password'] = "${x}"\ngitlab_rails['initial_root_password'] = '${x}'\n`,
    ),
  );
  secret('laravel php', (x) =>
    cm(
      'database.php',
      `<?php return ['connections' => ['mysql' => ['username' => 'a','password' => env('DB_PASSWORD', '${x}')]]];`,
    ),
  );
  secret('node js', (x) =>
    cm('knexfile.js', `module.exports = { connection: { host: 'h', user: 'u', password: '${x}' } }`),
  );
  secret('django env', (x) =>
    cm('local_settings.py', `EMAIL_HOST_PASSWORD = "${x}"\nSECRET_KEY = "django-insecure-${x}"\n`),
  );
  secret('go yaml', (x) => cm('conf.yaml', `server: {port: 80, adminPassword: "${x}"}\n`));
  secret('powershell', (x) => cm('a.ps1', `$Password = ConvertTo-SecureString "${x}" -AsPlainText -Force\n`));
  secret('bat', (x) => cm('a.bat', `set DB_PASSWORD=${x}\r\n`));
  secret('groovy', (x) =>
    cm('init.groovy', `hudsonRealm.createAccount("admin", "${x}")\ndef apiToken = "${x}"\n`),
  );
  secret('sql grant', (x) =>
    cm(
      'b.sql',
      `GRANT ALL ON *.* TO 'a'@'%' IDENTIFIED BY '${x}';\nSET PASSWORD FOR 'x'@'%' = PASSWORD('${x}');\n`,
    ),
  );
  secret('mongo js', (x) => cm('init.js', `db.createUser({user: "shop", pwd: "${x}", roles: []});`));
  secret('redis sentinel', (x) => cm('sentinel.conf', `sentinel auth-pass mymaster ${x}\n`));
  packed('nginx basic b64', (x) => cm('n.conf', `proxy_set_header Authorization "Basic ${x}";`));
  secret('dotted json', (x) => cm('c.json', JSON.stringify({a: [{'spring.mail.password': x}]})));
  secret('wpa', (x) => cm('wpa.conf', `network={\n ssid="a"\n psk="${x}"\n}\n`));
  secret('ipsec', (x) => cm('ipsec.secrets', `1.2.3.4 5.6.7.8 : PSK "${x}"\n`));
  secret('docker config', (x) =>
    cm('config.json', JSON.stringify({auths: {'r.io': {username: 'a', password: x}}})),
  );
  secret('pypirc', (x) => cm('.pypirc', `[pypi]\nusername = __token__\npassword = ${x}\n`));
  secret('maven', (x) =>
    cm('settings.xml', `<server><id>a</id><username>b</username>\n  <password>${x}</password></server>`),
  );
  secret('gradle', (x) => cm('gradle.properties', `nexusPassword=${x}\n`));
  secret('terraformrc', (x) => cm('.terraformrc', `credentials "app.terraform.io" {\n  token = "${x}"\n}\n`));
  secret('aws in yaml', (x) => cm('v.yaml', `backup:\n  s3:\n    secretAccessKey: ${x}\n`));
  secret('binaryData', (x) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name: 'b'},
    binaryData: {'app.env': base64(`DB_PASSWORD=${x}\n`)},
  }));
  // CRs
  secret('argo valuesObject', (x) =>
    cr('Application', {source: {helm: {valuesObject: {redis: {auth: {password: x}}}}}}, 'argoproj.io'),
  );
  secret('argo values', (x) =>
    cr('Application', {source: {helm: {values: `grafana:\n  adminPassword: ${x}\n`}}}, 'argoproj.io'),
  );
  secret('argo params', (x) =>
    cr(
      'Application',
      {sources: [{helm: {parameters: [{name: 'global.postgresql.auth.password', value: x}]}}]},
      'argoproj.io',
    ),
  );
  secret('appset', (x) =>
    cr(
      'ApplicationSet',
      {template: {spec: {source: {helm: {values: `env:\n- name: API_TOKEN\n  value: ${x}\n`}}}}},
      'argoproj.io',
    ),
  );
  secret('flux valuesFrom inline', (x) =>
    cr(
      'HelmRelease',
      {values: {config: {datasource: {url: 'jdbc:x', password: x}}}},
      'helm.toolkit.fluxcd.io',
    ),
  );
  secret('flux postrender', (x) =>
    cr('Kustomization', {postBuild: {substitute: {db_password: x}}}, 'kustomize.toolkit.fluxcd.io'),
  );
  letters('provider slack', (x) =>
    cr(
      'Provider',
      {type: 'slack', address: `https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/${x}`},
      'notification.toolkit.fluxcd.io',
    ),
  );
  secret('tekton param', (x) =>
    cr('TaskRun', {params: [{name: 'registry-password', value: x}]}, 'tekton.dev'),
  );
  secret('knative env', (x) =>
    cr(
      'Service',
      {template: {spec: {containers: [{env: [{name: 'DB_PASS', value: x}]}]}}},
      'serving.knative.dev',
    ),
  );
  secret('kafka connector', (x) =>
    cr('KafkaConnector', {config: {'database.password': x, 'database.user': 'a'}}, 'kafka.strimzi.io'),
  );
  secret('cnpg', (x) =>
    cr(
      'Cluster',
      {bootstrap: {initdb: {postInitSQL: [`CREATE ROLE a LOGIN PASSWORD '${x}'`]}}},
      'postgresql.cnpg.io',
    ),
  );
  secret('prometheus remote', (x) =>
    cr(
      'Prometheus',
      {remoteWrite: [{url: 'https://x', basicAuth: {username: 'a', password: x}}]},
      'monitoring.coreos.com',
    ),
  );
  letters('grafana ds', (x) =>
    cr(
      'GrafanaDataSource',
      {datasources: [{secureJsonData: {httpHeaderValue1: `Bearer ${x}abcdefgh`}}]},
      'integreatly.org',
    ),
  );
  secret('crossplane', (x) =>
    cr(
      'Object',
      {forProvider: {manifest: {apiVersion: 'v1', kind: 'Secret', stringData: {a: x}}}},
      'kubernetes.crossplane.io',
    ),
  );
  secret('vm cloudinit b64', (x) =>
    cr(
      'VirtualMachine',
      {
        volumes: [
          {
            cloudInitNoCloud: {
              userDataBase64: base64(`#cloud-config\npassword: ${x}\nchpasswd: {expire: False}\n`),
            },
          },
        ],
      },
      'kubevirt.io',
    ),
  );
  secret('istio wasm', (x) => cr('WasmPlugin', {pluginConfig: {client_secret: x}}, 'extensions.istio.io'));
  secret('minio tenant', (x) =>
    cr('Tenant', {env: [{name: 'MINIO_ROOT_PASSWORD', value: x}]}, 'minio.min.io'),
  );
  secret('es user', (x) => cr('User', {password: x, username: 'a'}, 'x.io'));
  secret('jwt signing', (x) => cr('Gateway', {auth: {jwt: {signingKey: x}}}));
  secret('awx', (x) => cr('AWX', {extra_settings: [{setting: 'EMAIL_HOST_PASSWORD', value: x}]}));
  secret('status msg', (x) => ({
    apiVersion: 'x.io/v1',
    kind: 'Thing',
    metadata: {name: 'a'},
    status: {conditions: [{type: 'Ready', message: `dial postgres://u:${x}@db failed`}]},
  }));
  secret('workflow', (x) =>
    cr('Workflow', {arguments: {parameters: [{name: 'api-token', value: x}]}}, 'argoproj.io'),
  );
  // annotations
  secret('ann creds', (x) => dep({}, {'ops.example.com/login': `admin:${x}`}));
  secret('ann json', (x) => dep({}, {'x.io/cfg': JSON.stringify({token: x})}));
  secret('ann yaml', (x) => dep({}, {'x.io/cfg': `user: a\npassword: ${x}\n`}));
  secret('ann ingress', (x) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'a',
      annotations: {
        'nginx.ingress.kubernetes.io/configuration-snippet': `proxy_set_header X-Api-Key "${x}";`,
      },
    },
  }));
  secret('ann lastapplied cr', (x) => ({
    apiVersion: 'x.io/v1',
    kind: 'Db',
    metadata: {
      name: 'a',
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
          apiVersion: 'x.io/v1',
          kind: 'Db',
          metadata: {},
          spec: {adminPassword: x},
        }),
      },
    },
    spec: {},
  }));
  secret('ann desc', (x) => dep({}, {description: `Test account password is ${x}`}));
  secret('ann url', (x) => dep({}, {dash: `https://u:${x}@grafana.example.com/d/1`}));
  secret('ann key tells', (x) => dep({}, {'example.com/api-key': x}));
  secret('label no', (x) => dep({}, {'vault.hashicorp.com/agent-inject-template-x': `export TOKEN=${x}`}));
  secret('ann b64 json', (x) => dep({}, {cfg: base64(JSON.stringify({db: {password: x}}))}));
  for (const [n, v] of Object.entries({
    SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-Ab12Cd',
    PASSWORD_FILE_PATH: '/etc/creds/db',
    API_KEY_HEADER_NAME: 'X-Api-Key-9',
    TOKEN_ISSUER: 'https://issuer.example.com/7',
    CREDENTIAL_STORE: 'kube-11',
    JWT_PUBLIC_KEY_URL: 'https://a.example.com/jwks-3',
    OAUTH_CLIENT_ID: 'shop-web-client-5',
    AUTH_REALM: 'realm-13',
    SSH_PORT: '22022',
    KEY_ROTATION_DAYS: '90017',
    PASSWORD_HASH_ROUNDS: '120019',
    AWS_ACCESS_KEY_ID_PARAM: '/ssm/shop/key-21',
    CSRF_COOKIE_NAME: 'csrftoken23',
    SESSION_COOKIE_AGE: '1209600025',
    KEYCLOAK_REALM: 'main-27',
    SORT_KEY_NAME: 'created-29',
    HOTKEY_ENABLED: 'true',
    TOKENS_PER_MINUTE: '60000033',
    TOKENIZER_MODEL: 'cl100k_base35',
    PASSPORT_COUNTRY: 'DE-37',
    KEYSPACE: 'shop_prod_39',
    DB_SECRET_KEY_REF: 'db-cred-41',
    SECRETS_MOUNT: '/mnt/secrets-43',
    COOKIE_SAMESITE: 'Lax45',
    TLS_CERT: '/tls/tls-47.crt',
    SERVICE_ACCOUNT_TOKEN_PATH: '/var/run/secrets/kubernetes.io/serviceaccount/token49',
    PUBLIC_API_KEY_NAME: 'pub-51',
    GPG_KEY_ID: '0xDEADBEEF53',
    VAULT_ADDR: 'https://vault:8200/55',
    VAULT_ROLE: 'shop-57',
    KMS_KEY_ID: 'alias/shop-59',
    ENCRYPTION_KEY_VERSION: 'v61',
    REDIS_KEY_PREFIX: 'shop:63:',
    CACHE_KEY_PATTERN: 'user:{id}:65',
    PASSWORD_RESET_TOKEN_TTL: '900067',
    LOGIN_REDIRECT: '/dash/69',
    AUTHORIZATION_ENDPOINT: 'https://a/authorize71',
    PASSWORDLESS_LOGIN: 'enabled',
    PASS_THROUGH: 'headers-73',
    BUILD_SHA: '9fceb02d0ae598e95dc970b74767f19372d61af8',
    POD_UID: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
    DOCKER_IMAGE: 'r.io/a@sha256:' + 'ab12'.repeat(16),
    TRACE_ID: hex(32),
    FEATURE_KEYS: 'a1,b2,c3',
    MASTER_NODE: 'node-75',
    SIGNATURE_ALGORITHM: 'HMAC-SHA256',
    SALT_LENGTH: '32',
    SEED_DATA: 'true',
    PINNED_VERSION: '1.2.77',
    SID_HEADER: 'X-SID',
    USER_AGENT: 'Mozilla/5.0 (X11)',
    PGP_PUBLIC_KEY: '-----BEGIN PGP PUBLIC KEY BLOCK-----\nabc79\n-----END PGP PUBLIC KEY BLOCK-----',
    STRIPE_PUBLIC_KEY: 'pk_live_51HabcDEFghiJKLmno81',
  }))
    harmless(`env ${n}`, env(n, v));
  file(
    'a.yaml',
    'auth:\n  secretName: shop-db\n  secretKey: password\n  tokenReview: true\n  passwordPolicy: strong-3\n  keyFile: /etc/k.pem\n',
  );
  file(
    'b.yaml',
    'image:\n  pullSecrets:\n  - regcred-5\ntls:\n  secret: shop-tls-7\n  key: tls.key\n  cert: tls.crt\n',
  );
  file(
    'c.tf',
    'variable "db_password" {\n  type = string\n  sensitive = true\n}\nresource "x" "y" {\n  password = var.db_password\n  token_ttl = "3600s"\n}\n',
  );
  file(
    'd.md',
    '# Setup\n\nRun `app login --token $TOKEN` and set the password in Vault. Keys rotate every 90 days.\n',
  );
  file(
    'e.json',
    JSON.stringify({
      openapi: '3.0.0',
      components: {
        securitySchemes: {
          apiKey: {type: 'apiKey', in: 'header', name: 'X-API-Key'},
          bearer: {type: 'http', scheme: 'bearer', bearerFormat: 'JWT'},
        },
      },
    }),
  );
  file(
    'f.conf',
    'ssl_certificate /tls/a.crt;\nssl_certificate_key /tls/a.key;\nauth_basic "Restricted Area";\nauth_basic_user_file /etc/nginx/.htpasswd;\nproxy_cache_key $scheme$host;\n',
  );
  file(
    'g.properties',
    'ssl.keystore.location=/a/k.jks\nssl.keystore.type=JKS\nsasl.mechanism=SCRAM-SHA-512\nkey.serializer=org.apache.kafka.common.serialization.StringSerializer\nsecurity.protocol=SASL_SSL\n',
  );
  file(
    'h.sh',
    '#!/bin/sh\nif [ -z "$DB_PASSWORD" ]; then echo "DB_PASSWORD missing"; exit 1; fi\nexport TOKEN="$(cat /var/run/token)"\nkubectl create secret generic a --from-file=key=/k\n',
  );
  file(
    'i.py',
    'import os\nTOKEN = os.getenv("TOKEN")\npassword = config.get("db", "password")\ndef check_password(password: str) -> bool:\n    return verify(password, user.password_hash)\n',
  );
  file(
    'j.js',
    'const token = req.headers["authorization"];\nconst secret = process.env.SECRET;\nconst key = `${user}:${id}`;\nif (!token) throw new Error("no token given");\n',
  );
  file(
    'k.xml',
    '<bean><property name="passwordEncoder" ref="bcryptEncoder"/><property name="tokenValiditySeconds" value="86400"/><property name="password" value="${db.password}"/></bean>',
  );
  file(
    'l.rego',
    'package k8s\ndeny[msg] { input.spec.containers[_].env[_].name == "PASSWORD"; msg := "no passwords in env" }\n',
  );
  file(
    'm.yaml',
    'rules:\n- apiGroups: [""]\n  resources: [secrets, serviceaccounts/token]\n  verbs: [get]\n- matchLabels:\n    key: tokens\n',
  );
  file(
    'n.ini',
    '[security]\nadmin_user = admin\nadmin_password = $__env{GF_PASS}\nsecret_key = ${SECRET_KEY}\ndisable_initial_admin_creation = true\ncookie_secure = true\n',
  );
  file('o.json', JSON.stringify({keys: [{kty: 'RSA', kid: 'a-1', use: 'sig', n: draw(342), e: 'AQAB'}]}));
  file('p.txt', 'token_count=512\nkey_len=32\npassword_min=8\nsecrets_found=0\n');
  file(
    'q.lua',
    'local token = ngx.var.cookie_session\nlocal key = "session:" .. token\nredis:auth(os.getenv("REDIS_PASSWORD"))\n',
  );
  file(
    'r.yml',
    'alert: PasswordExpiry\nexpr: max(password_age_days) > 80\nannotations: {summary: "Password of {{ $labels.user }} expires"}\n',
  );
  thing('issuer', {
    acme: {
      server: 'https://acme/v02',
      privateKeySecretRef: {name: 'acme-key-1'},
      solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: 'cf', key: 'api-token'}}}}],
    },
  });
  thing('es', {
    secretStoreRef: {name: 'vault', kind: 'ClusterSecretStore'},
    target: {name: 'a'},
    dataFrom: [{extract: {key: 'secret/data/shop', conversionStrategy: 'Default'}}],
    data: [{secretKey: 'api-key', remoteRef: {key: 'kv/a', property: 'apiKey'}}],
  });
  thing('keycloak', {
    clientAuthenticatorType: 'client-secret',
    tokenEndpoint: 'https://x/token',
    accessTokenLifespan: 300,
    passwordPolicy: 'length(8) and digits(1)',
  });
  thing('kafka', {
    authentication: {
      type: 'scram-sha-512',
      passwordSecret: {secretName: 'my-pass-3', password: 'my-password-field'},
    },
  });
  thing('pv', {
    csi: {
      driver: 'secrets-store.csi.k8s.io',
      volumeAttributes: {secretProviderClass: 'shop-kv'},
      nodePublishSecretRef: {name: 'creds-5'},
    },
  });
  thing('webhook', {
    webhooks: [
      {
        clientConfig: {
          caBundle: base64('-----BEGIN CERTIFICATE-----\nMIID' + draw(60) + '\n-----END CERTIFICATE-----\n'),
        },
        name: 'a',
      },
    ],
  });
  thing('sealed', {encryptedData: {a: 'AgB' + draw(200)}}, 'bitnami.com');
  thing('params', {
    params: [
      {name: 'token-url', value: 'https://a/token-7'},
      {name: 'secret-name', value: 'shop-9'},
      {name: 'password-length', value: '32'},
    ],
  });
  thing('cond', {
    conditions: [
      {type: 'SecretsReady', reason: 'TokenRefreshed', message: 'token for key "shop" was refreshed'},
    ],
  });
  thing('topology', {
    topologyKey: 'kubernetes.io/hostname',
    matchLabelKeys: ['pod-template-hash'],
    tolerations: [{key: 'dedicated', value: 'tokens'}],
  });
  thing('gitrepo', {
    url: 'ssh://git@github.com/a/b.git',
    secretRef: {name: 'deploy-key-1'},
    ref: {commit: hex(40)},
  });
  thing('vaultauth', {
    vault: {path: 'kubernetes/prod', role: 'app-11', tokenTTL: '1h', authMount: 'auth/kubernetes'},
  });
  annotation('checksum/secret', hex(64));
  annotation('vault.hashicorp.com/agent-inject-secret-db', 'secret/data/shop/db-3');
  annotation('prometheus.io/path', '/metrics?token_type=a');
  annotation('cert-manager.io/secret-template', '{"annotations":{}}');
  annotation('kubernetes.io/description', 'Handles password resets and token refresh for users');
  annotation('argocd.argoproj.io/tracking-id', 'shop:apps/Deployment:shop/web');
  annotation('reloader.stakater.com/search', 'true');
  annotation('eks.amazonaws.com/role-arn', 'arn:aws:iam::123456789012:role/shop-token-5');
  annotation('deployment.kubernetes.io/revision', '7');
  annotation('kubectl.kubernetes.io/restartedAt', '2026-01-01T00:00:00Z');

  return planted;
}
