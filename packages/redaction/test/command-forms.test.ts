import {describe, expect, it} from 'vitest';

import {commandForms} from '../src/detectors/command-forms.ts';
import {redactText} from './redact-text.ts';

const container = (command: readonly string[]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'it'},
  spec: {containers: [{name: 'app', command}]},
});

/** Commands as people write them, with `§` where the password stands. */
const commands = [
  'curl -u deploy:§ https://nexus.example.com/x',
  'curl -fsu guest:§ http://localhost:15672/api/health',
  'http --basic-auth admin:§ example.com',
  'mysqldump -h db -u backup -p§ shop',
  'mariadb -uroot -p§ -e "select 1"',
  '7z a -p§ backup.7z /data',
  'sshpass -p § ssh ops@host uptime',
  'redis-cli -h cache -a § ping',
  'redis-cli --pass § ping',
  'docker login -u ci -p § registry.example.com',
  'az login --service-principal -u app -p § --tenant t',
  'mongosh -u root -p § --eval ping',
  'cqlsh -u cassandra -p § host',
  'sqlcmd -S db -U sa -P § -Q "select 1"',
  'mosquitto_pub -h mq -u u -P § -t a',
  'unzip -P § data.zip',
  'ldapsearch -x -D cn=admin -w § -b dc=x',
  'openssl enc -aes-256-cbc -k § -in a -out b',
  'smbclient //nas/share -U backup%§ -c ls',
  'sqlplus -s scott/§@db',
  'htpasswd -nbB admin §',
  'htpasswd -bc /etc/nginx/users admin §',
  'rabbitmqctl add_user svc §',
  'rabbitmqctl change_password svc §',
  'mc alias set local http://minio:9000 admin §',
  'sentinel auth-pass mymaster §',
  'stats auth admin:§',
  'rocommunity § 10.0.0.0/24',
  'rabbitmqadmin -u admin -p § list queues',
  'jenkins-cli -auth admin:§ list-jobs',
  'bin/solr -Dbasicauth=solr:§ start',
  'mc config host add m http://minio:9000 admin §',
  'snmpget -v3 -u monitor -A § host',
  'lftp -u backup,§ sftp://host',
  'vault login §',
  'vault operator unseal §',
];
/** The same in one text alone: what stands between the words counts, or it is no command. */
const texts = [
  'user svc on >§ ~* +@read',
  'redis-cli ACL SETUSER svc on >§ ~*',
  'echo § | docker login --username ci --password-stdin registry.example.com',
  'echo "§" | sudo -S systemctl restart app',
  'printf "§" | cryptsetup luksOpen /dev/sda x',
  'echo "deploy:§" | chpasswd',
  'aws configure set aws_secret_access_key §',
  'pulumi config set --secret db:password §',
  'ConvertTo-SecureString "§" -AsPlainText',
  'realm.createAccount("admin", "§")',
  'secure_link_md5 "$secure_link_expires$uri §";',
  'createUser mon SHA "§" AES "z"',
  'createUser mon SHA "z" AES "§"',
  'shop:§@tcp(db:3306)/shop',
  'PlainLoginModule required username="a" user_client="§";',
  'x-honeycomb-team=§',
  'kinit svc <<< "§"',
  'login: admin / §',
  `CREATE USER 'app'@'%' IDENTIFIED BY '§'`,
  `ALTER ROLE app WITH PASSWORD '§'`,
  `SET PASSWORD FOR 'app'@'%' = PASSWORD('§')`,
  'wget --header="Authorization: Bearer §" -qO- http://api',
  'proxy_set_header Authorization "Bearer §";',
  'cat > .pgpass <<EOF\npg:5432:app:app:§\nEOF',
  'echo §b3Jk | base64 -d > /etc/app/token',
  'rclone config create r s3 secret_access_key §',
  'smtp_sasl_password_maps = static:user:§',
  'requests.get(url, auth=("admin", "§"))',
  'db.auth("root", "§")',
  'mc admin user add local loki §',
  'db.changeUserPassword("root", "§")',
  "config.omniauth :github, 'app-1', '§'",
  'new StringCredentialsImpl(GLOBAL, "id", "Sonar", Secret.fromString("§"))',
  'acme_dns cloudflare §',
  'realm=a\nuser=guest:§\n',
  '<apikeys><add key="https://nuget.example.com/feed" value="§" /></apikeys>',
  '[admins]\nadmin = §\n',
  'iDRAC root/§X1 at 10.0.0.4',
  'xfreerdp /u:admin /p:§ /v:win',
  String.raw`net use Z: \\nas\s § /user:svc`,
  'microk8s join 10.0.0.1:25000/§ --worker',
  'snyk auth a1b2c3d4e5f6g7-§',
];

describe.each(['hunter2', 'Sommer2024', 'kX7pQ2vLm9Zr'])('the password %s', (password) => {
  it.each(commands)('goes from %s, as a shell has it and as a list of words', (command) => {
    const line = command.replace('§', password);
    expect(redactText(container(['sh', '-c', line]), 'all')).not.toContain(password);
    expect(redactText(container(line.split(' ')), 'all')).not.toContain(password);
  });

  it.each(texts)('goes from %s', (text) => {
    expect(redactText(container(['sh', '-c', text.replace('§', password)]), 'all')).not.toContain(password);
  });
});

describe('what only looks like a password of a command', () => {
  it.each([
    'docker run -u 1000:1000 -p 8080:80 app',
    'docker login -u ci -p $TOKEN registry.example.com',
    'psql -p 5432 -h db -U shop',
    'mysql -u root -p"$MYSQL_PASSWORD" shop',
    'mysqladmin -h db -P 3306 ping',
    'redis-cli -h cache -p 6379 ping',
    'mkdir -p /data/exports-2026',
    'ssh -p 2222 ops@host',
    'zip -r backup.zip /data/exports',
    'openssl s_client -connect host:443 -servername host',
    'openssl x509 -in tls.crt -noout -enddate',
    'curl -u "$USER:$PASS" https://example.com',
    'htpasswd -c /etc/nginx/users admin-2026',
    'rabbitmqctl list_users --formatter json',
    'mc alias list local-store-1',
    'mc mb local/bucket-2026',
    'stats uri /haproxy-stats-1',
    'stats refresh 10seconds',
    'user nginx on worker 4',
    'smbclient -L //nas -U backup',
    'ldapsearch -x -b dc=example,dc=com',
    'snmpwalk -v2c host1234 system',
    'echo "restarted 2026" | tee /var/log/restart1.log',
    'echo "$PASSWORD" | docker login --password-stdin r.example.com',
    'cat /run/secret1 | docker login --password-stdin r.example.com',
    'kubectl config set-context prod-1234',
    'git config user.name build-bot-7',
    'rocommunity $COMMUNITY 10.0.0.0/24',
    'curl -H "Authorization: Bearer <my-token-1>" http://api',
    'curl -H "Authorization: Bearer access_token" http://api',
    'echo "$B64" | base64 -d > /tmp/restored-1',
    'echo pg:5432:shop:shop:$PGPASSWORD',
    'vault login -method=kubernetes role=shop-1',
    'vault operator unseal -reset',
    'mc admin user list local-1',
    'beeline -u jdbc:hive2://hive-1:10000/default -n hive',
    'kubectl create token deployer-1234567',
    'chown root/wheel1 admin/v2alpha1',
    'export TOKEN=`cat /run/secrets/token-1`',
  ])('stays: %s', (line) => {
    const whole = container(['sh', '-c', line]);
    expect(redactText(whole, 'all')).toBe(JSON.stringify(whole));
    const words = container(line.split(' '));
    expect(redactText(words, 'all')).toBe(JSON.stringify(words));
  });
});

it.each(['hunter27', 'Sommer-2024'])('takes %s, an argument of the program beside it', (password) => {
  const object = {spec: {containers: [{args: ['-uroot', `-p${password}`], command: ['mysql']}]}};
  expect(redactText({apiVersion: 'v1', kind: 'Pod', ...object}, 'all')).not.toContain(password);
});

it('has an example of every form, found by one of its words', () => {
  const lines = [...commands, ...texts].map((line) => line.replace('§', 'kX7pQ2vLm9Zr'));
  const without = commandForms.filter(
    ({anchors, form}) =>
      !lines.some((line) => line.search(form) !== -1 && anchors.some((anchor) => line.includes(anchor))),
  );
  expect(without).toEqual([]);
});

it('leaves what ends a command, and knows the password without it', () => {
  const script = (password: string) => {
    const own = container(['sh', '-c', `mysql -u a -p${password}; curl -u bob:${password}; ls`]);
    return {...own, metadata: {name: 'it', annotations: {note: `as in ${password}`}}};
  };
  expect(redactText(script('Xk29dkQwe0aB3zQ1'), 'values')).toBe(JSON.stringify(script('REDACTED')));
});
