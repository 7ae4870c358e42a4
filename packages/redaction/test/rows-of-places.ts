import type {Planted} from './planted.ts';

/** Draws letters. */
type Draw = (length: number, letters?: string) => string;

/** Where a row stands: a variable, a file, a note in an annotation, a shell's line, an annotation, a custom resource. */
const places: Readonly<Record<string, (name: string, text: string) => object>> = {
  env: (name, value) => object('Pod', {spec: {containers: [{name: 'app', env: [{name, value}]}]}}),
  file: (name, text) => object('ConfigMap', {data: {[name]: text.replaceAll('⏎', '\n')}}),
  note: (_, text) => object('Service', {metadata: {name: 'a', annotations: {'ops.example.com/note': text}}}),
  sh: (_, text) => object('Pod', {spec: {containers: [{name: 'app', command: ['sh', '-c', text]}]}}),
  annotation: (name, text) => object('Service', {metadata: {name: 'a', annotations: {[name]: text}}}),
  custom: (_, text) => object('Thing', JSON.parse(text) as object),
};
const object = (kind: string, more: object) => ({
  apiVersion: kind === 'Thing' ? 'example.io/v1' : 'v1',
  kind,
  metadata: {name: 'a'},
  ...more,
});

/** Secrets, drawn and chosen, where `§` stands: place, name and text. */
const secrets = `
env | ADM_PSWD | §
file | vars.yml | ansible_user: ops⏎ansible_password: badger-silver-pepper§⏎
env | DEVISE_PEPPER | §
custom | a | {"spec":{"envRefs":{"REGISTRY_TOKEN":{"literal":{"value":"§"}}}}}
custom | a | {"spec":{"jwt":{"secret":{"versions":{"current":["§"]}}}}}
sh | a | gh auth login --with-token <<< "§"; gh repo list
sh | a | echo § | gh auth login --with-token
env | LDAP_CONTROLPASS | §
env | ALARM_CODE | §
env | MAIL_PSW | §
file | livekit.yml | livekit:⏎  keys:⏎    APIx1: aB3§⏎  turn: {enabled: true}⏎
file | haproxy.cfg | http-request set-header Authorization "Bearer\\ aB3§xY7z"⏎
env | ADMIN_USERS | ops:aB3dE5fG7h,root:§
note | a | Zugangsdaten: svc-1 / §
file | auth.json | {"http-basic":{"repo.example.com":{"username":"ci","password":"§"}}}
file | join.sh | kinit -p svc <<EOF⏎§⏎EOF⏎
note | a | creds svc-backup / § on nas
note | a | contraseña: § del usuario
note | a | mot de passe admin : § pour srv
sh | a | bcp t out f -S sql -U sa -P § -d shop
sh | a | grafana-cli admin reset-admin-password § --homepath /usr/share/grafana
sh | a | xfreerdp /u:admin /p:§ /v:win
sh | a | net use Z: \\\\nas\\s § /user:svc
sh | a | echo "§" | passwd --stdin shop
custom | a | {"spec":{"containers":[{"command":["/usr/bin/mc"],"args":["alias","set","m","http://x","ak","§"]}]}}
custom | a | {"spec":{"containers":[{"command":["mc","admin","user","add","m","loki","§"]}]}}
custom | a | {"spec":{"containers":[{"command":["rabbitmqctl"],"args":["add_user","shop","§"]}]}}
custom | a | {"spec":{"containers":[{"command":["vault","operator"],"args":["unseal","§"]}]}}
file | unattend.xml | <UserAccounts><AdministratorPassword><Value>§</Value><PlainText>true</PlainText></AdministratorPassword></UserAccounts>
file | web.xml | <context-param><param-name>db.password</param-name>⏎  <param-value>§</param-value></context-param>
file | ejb-jar.xml | <env-entry><env-entry-name>db.password</env-entry-name><env-entry-value>§</env-entry-value></env-entry>
file | beans.xml | <param name="password"⏎   value="§"/>
file | app.exe.config | <Setting Key="Password">⏎  <Value>§</Value></Setting>
custom | a | {"spec":{"containers":[{"args":["+map","de_dust2","+rcon_password","§"]}]}}
file | devise.rb | Devise.setup do⏎  config.pepper = '§'⏎  config.omniauth :github, 'app-id-1', 'x'⏎end⏎
file | devise.rb | Devise.setup do⏎  config.omniauth :google_oauth2, 'app-id-1', '§', scope: 'user'⏎end⏎
file | config.inc.php | <?php⏎$cfg['Servers'][1]['controlpass'] = '§';⏎
file | secrets.yaml | alarm_code: §⏎name: house⏎
file | sssd.conf | [domain/example.com]⏎ldap_default_authtok_type = password⏎ldap_default_authtok = §⏎
file | haproxy.cfg | userlist ops⏎  user anna insecure-password §⏎
file | sentinel.conf | sentinel resolve-hostnames yes⏎sentinel sentinel-pass §⏎
file | squid.conf | http_port 3128⏎cachemgr_passwd § all⏎
file | init.js | db = db.getSiblingDB('admin');⏎db.auth("root", "§");⏎
file | users.sql | ALTER USER 'root'@'localhost' IDENTIFIED WITH mysql_native_password BY '§';⏎
file | config.js | module.exports = {db: {password: process.env.DB_PASSWORD || '§'}};⏎
file | config.ts | export const apiToken = process.env.API_TOKEN ?? "§";⏎
file | Config.kt | val password = System.getenv("DB_PASSWORD") ?: "§"⏎
file | turnserver.conf | realm=example.com⏎user=guest:§⏎
file | local.ini | [admins]⏎admin = §⏎
file | realm.properties | # user: password, roles⏎admin: §, admin⏎
file | ipsec.secrets | : RSA gateway.pem⏎carol : EAP "§"⏎
file | hydra.yaml | oidc:⏎  subject_identifiers:⏎    pairwise: {salt: "§"}⏎
file | notes.txt | Kennwort: §⏎
file | init.groovy | def c = new StringCredentialsImpl(scope, 'id', 'Sonar', Secret.fromString("§"))⏎
note | a | the export password for the p12 is §
note | a | iDRAC root/§ at 10.20.30.4
note | a | Zugang: Benutzer shop, Passwort §, Ticket OPS-1
note | a | login ftp partner credentials partner/aB3§
sh | a | beeline -u jdbc:hive2://hive:10000/default -n hive -p '§' -f /q.hql
sh | a | mc admin user add myminio loki §
sh | a | vault operator unseal §
custom | a | {"spec":{"conditions":[{"httpHeaderConfig":{"httpHeaderName":"X-Shared-Secret","values":["§"]}}]}}
custom | a | {"metadata":{"name":"bootstrap-password"},"value":"§","default":""}
custom | a | {"parameters":{"resturl":"http://heketi:8080","restuserkey":"§"}}
`;
/** Secrets of hexadecimal digits alone. */
const digits = `
env | SERVICE_LIBSODIUM_KEY | §
env | SESSION_COOKIE | §
custom | a | {"dsn":"https://§:0123456789abcdef0123456789abcdef@o1.ingest.sentry.example/42"}
`;
/** The same, and identifiers. */
const identifiers = `
env | LEGACY_API_TOKEN | XY§
env | APP_TOKEN | _key_§
file | jupyterhub_config.py | c.JupyterHub.cookie_secret = bytes.fromhex("§")⏎
file | application.properties | quarkus.oidc.client-id=app⏎quarkus.oidc.credentials.secret=§⏎
file | stream.conf | [stream]⏎  enabled = yes⏎  api key = §⏎
file | consul.hcl | acl { enabled = true tokens { initial_management = "§" agent = "x" } }⏎
file | auth.json | {"github-oauth":{"github.com":"§"}}
custom | a | {"spec":{"apiKeys":{"ci":"x","mobile":"§"}}}
note | a | api key § belongs to team-1
sh | a | sonar-scanner -Dsonar.projectKey=SHOP -Dsonar.login=§
sh | a | snyk auth § && snyk test
sh | a | doctl auth init -t § --context c
sh | a | microk8s join 10.0.0.1:25000/§ --worker
file | login.sh | vault write auth/approle/login role_id=app secret_id=§⏎
file | values.yaml | hydra:⏎  secrets:⏎    cookie: [§]⏎
sh | a | subscription-manager register --org 1 --activationkey §
annotation | rke2.io/node-args | ["server","--etcd-s3-secret-key","§","--tls-san","a.example.com"]
custom | a | {"webhooks":[{"clientConfig":{"url":"https://policy.example.com/v1/apikey/§/admit"}}]}
note | a | see https://n8n.example.com/webhook/§
custom | a | {"exporters":{"headers":{"x-honeycomb-team":"§"}}}
custom | a | {"spec":{"userData":"#cloud-config\\nruncmd:\\n- [ subscription-manager, register, --activationkey, \\"§\\" ]\\n"}}
`;
/** What only looks like a secret. */
const harmless = `
env | ACCESS_TOKEN_LIFESPAN | PT15M
env | TOKEN_LEEWAY | PT30S
env | LDAP_PW_ATTR | userPassword1
env | HMAC_ALGO | HmacSHA256-v2
env | OPENAI_MAX_TOKENS | 4096-128
env | GPG_KEY | A035C8C19219BA821ECEA86B64E628F8D684696D
env | TWILIO_MESSAGING_SERVICE_SID | MG0123456789abcdef0123456789abcdef
env | DB_PASSWORD_KEY | postgres-password
env | MESSAGE_KEY | orderNumber12345
env | RELATED_IMAGE_TOKEN_SERVER | quay.io/x/token@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
file | Caddyfile | reverse_proxy app:3000 {⏎  header_up X-Forwarded-Secret {$FORWARD_SECRET_1}⏎}⏎
file | haproxy.cfg | backend app⏎  cookie SESSIONTOKEN12 insert indirect nocache⏎
file | secrets.yml | test:⏎  session_key: _shop_session_1⏎
file | devise.rb | config.reset_password_keys = [:email_1]⏎config.case_insensitive_keys = [:email_2]⏎
file | homeserver.yaml | trusted_key_servers:⏎- verify_keys: {"ed25519:auto": "CZwk5pg3V3Ik1XGia050ed69MzT7exgyotWlfPCJH9Q="}⏎
file | alerts.yaml | expr: vault_token_ttl_seconds{secret="app"} < 3600⏎
file | vector.toml | source = '.password = redact(.password, filters: ["x1"])'⏎
file | sync.sh | ldapsearch -x -b "ou=people,dc=example,dc=com" "(userPassword=*12)"⏎
file | dovecot.conf | ssl_key = </etc/dovecot/private-1.pem⏎
file | nats.conf | users = [ { nkey: UA357WBPDYBFD7XJRFKNLBDYJBVB27CJDII2P7ZGXGGV4AYUTIZ3JY5Z } ]⏎
file | authelia.yml | authentication_backend:⏎  file:⏎    password: {algorithm: argon2id_1}⏎
file | known_hosts.yaml | keys: gitlab.example.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIfXMGzYzyvzSl3cNrCIyjIQWRT9AzUvtF8t0oYwUz5⏎
file | CHANGELOG.md | - Passwords are hashed with argon2id-82616 now⏎
custom | a | {"spec":{"oidc":{"cookieNames":{"idToken":"IdTok70099"},"claims":{"token":"x-token-1"}}}}
note | a | the token of service account 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
sh | a | kubectl auth can-i get secrets --as system:serviceaccount:shop:token-reader-1
sh | a | msbuild app.sln /p:Configuration=Release42
sh | a | az login --identity --username 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed
file | code.ts | const s = new Secret(this, { encryptionKey: new kms.Key(this) });⏎register((token: InjectionToken<T>) => {});⏎
file | code.py | token = String.Double⏎token = modifier(token)⏎def f(signing_keys: List[Key], tokens: Iterable[Tuple]): pass⏎x = {⏎    "client_secret": None,⏎}⏎
file | labels.json | {"password":"Wachtwoord vergeten? 12","apiKey":"API-sleutel 65848"}⏎
file | values.schema.json | {"properties":{"password":{"type":"string","title":"Password 42046"}}}⏎
env | DEFAULT_USERS | alice:editor,bob:viewer
sh | a | apt-key adv --recv 0x7626d74ec622410ccd4427c496cb5794bf9296e0
note | a | rotate the password every 90days, see OPS-1234
sh | a | kubectl create token deployer-123456 --duration=3600s
sh | a | beeline -u jdbc:hive2://hive-1:10000/default -n hive
annotation | nginx.com/jwt-key | cafe-jwk-1
annotation | ingress.kubernetes.io/custom-request-headers | X-Token-Type:bearer-1||X-Scheme:https-2
annotation | csi.volume.kubernetes.io/nodeid | {"csi.secret.example.com":"i-0f7f584850caf4f88"}
custom | a | {"spec":{"jwtAuth":{"value":{"key":"user-key-1","algorithm":"HS256-1a2B"}}}}
custom | a | {"spec":{"OAuth2":{"clientID":"hSVaYbkoutHXxSIox0boHV0RhuOlrmJU","email":"robotX1y2Z@example.com"}}}
custom | a | {"url":"https://vault.example.com/v1/secret/data/shop-frontend-config-2026"}
custom | a | {"url":"https://git.example.com/token/service-account-token-reader-1"}
custom | a | {"metadata":{"name":"ui-theme"},"value":"Winter-2024!"}
custom | a | {"secrets":{"vapid":{"public_key":"BDahBaSg1cmBamY2y0u2jlr2rZqKo9H80ttKAFE31yXszlPZ"}}}
custom | a | {"parameters":[{"name":"podAnnotations.checksum/secret","value":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]}
custom | a | {"previousPasswords":{"existingSecret":"prev-1234"},"appSecret":"backup-2024","password":"","note":"pepper is red"}
custom | a | {"spec":{"selector":{"matchLabels":{"access-token":"true-1"}}}}
file | template.txt | Authorization: Bearer {{ .X }}⏎ path: istio-token⏎ expirationSeconds: 43200⏎
note | a | fromSecret "stackrox" "sensor-tls" "acs-host" | base64dec
note | a | see token expirationSeconds
env | JWT_SECRET_KEY | %kernel.project_dir%/config/jwt/private-3858.pem
env | ORACLE_WALLET_PASSWORD_SECRET | erp-wallet-8936
file | web.xml | <param-name>password.file</param-name><param-value>/etc/secrets/db-1</param-value>
file | beans.xml | <param name="tokenName"⏎   value="x-token-1"/>
custom | a | {"spec":{"containers":[{"command":["/usr/bin/mc"],"args":["mirror","m/bucket-1","/data/Backup-2024"]}]}}
note | a | valid values are ('Secret', 'ConfigMap')
env | RABBITMQ_UPDATE_PASSWORD | no
env | ETCD_INITIAL_CLUSTER_TOKEN | etcd-cluster-k8s
annotation | checksum/secret-env | e81bcf4c95f4c0a4b49fc9f677a2ab199753ca624ec759222c39ce80defb4f67
sh | a | check "http://user:$RABBITMQ_PASSWORD@127.0.0.1:15672/api/healthchecks/node"
sh | a | redis_credentials=":$(encode_url "$REDIS_PASSWORD")@"
sh | a | openssl req -new -key server.key -out server.csr
sh | a | halyard --secret-access-key --bucket a --wsrep_sst_auth="xtrabackup:$XTRABACKUP_PASSWORD"
sh | a | admin_creds=(-u "$ADMIN_USER" -p "$ADMIN_PASSWORD")
sh | a | echo "SET PASSWORD FOR 'root'@'localhost' = PASSWORD('$MYSQL_ROOT_PASSWORD');"
custom | a | {"spec":{"containers":[{"args":["--authentication=token","--authorization=basic","--ignore=.*","--addr=http://127.0.0.1:8181"]}]}}
file | redis.conf | # masterauth <master-password>⏎#⏎# However this is not enough if you use ACLs <6⏎
file | nginx.conf | location / {⏎  proxy_pass       $api_push_backend:3100$request_uri;⏎}⏎
file | server.sh | {"key": "security_token", "value": "'$KUBE_TOKEN'"}
note | a | could not write remote ref: set secret failed: 403
note | a | certificates: ca-root-secret expires in 2159h53m40.509362797s
note | a | by setting the keys oid: x.x.x.x and UTF8Value
custom | a | {"spec":{"conversion":{"webhook":{"conversionReviewVersions":["v1alpha1"],"image":{"tag":"0.1@sha256:e8c93980f593c5d6a75870e6eb2c288003f2baa227fcbb5e41ec23ecbfd6cbe9"}}}}}
custom | a | {"spec":{"data":[{"secretKey":"github_app_id","remoteRef":{"key":"app-7Xk29QpL"}}],"dataFrom":[{"extract":{"key":"1password"}}]}}
custom | a | {"spec":{"env":[{"name":"RETRIES","valueFrom":{"configMapKeyRef":{"name":"a","key":"server.k8sclient.retry.max"}}}]}}
custom | a | {"users":{"writer/k8s_secret_password":"shop/ch-writer-1/pw"}}
`;

/** Places and look-alikes of them, one a row. */
export function rowsOfPlaces(draw: Draw): Planted[] {
  const hex = (count: number) => draw(count, '0123456789abcdef');
  const uuid = () => [8, 4, 4, 4, 12].map(hex).join('-');
  const drawn = () => [`${draw(7)}-${draw(8)}7`, `Winter-${draw(4, '0123456789')}!`];
  const planted = (rows: string, values: () => readonly string[], isSecret: boolean) =>
    rows
      .trim()
      .split('\n')
      .flatMap((row) => {
        const [, place = '', name = '', text = ''] = /^(\w+) \| (.*?) \| (.*)$/.exec(row) ?? [];
        return values().map((value) => {
          const made = places[place]?.(name, text.replaceAll('§', value)) ?? {};
          return {place: `${place} ${name}: ${text.slice(0, 60)} ${value}`, object: made, value, isSecret};
        });
      });
  return [
    ...planted(secrets, drawn, true),
    ...planted(identifiers, () => [hex(32), hex(64), uuid()], true),
    ...planted(digits, () => [hex(32), hex(64)], true),
    ...planted(harmless, () => [''], false),
  ];
}
