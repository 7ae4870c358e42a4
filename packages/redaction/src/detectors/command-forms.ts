import {rowsOf} from './rows-of.ts';
import {type TellingForm, wordsIn} from './telling-form.ts';

/**
 * What stands before a password in a command, behind the words that it is found by, or parts of them. Of three cells the
 * second are programs, and the last an option among the next twelve words. Repetition is bounded: each is linear.
 */
const before = String.raw`
-u+ curl+ --user -auth basicauth= | (?:^|\s)(?:-[A-Za-z]{0,5}u|--user|--?(?:basic-|Dbasic)?auth)[ =]["']?[\w.@-]{1,64}:(?!\/\/|\w{1,20}:\/\/)
mysql mariadb sshpass 7z+ | mysql\w{0,20}|mariadb\w{0,20}|sshpass|7za? | -p["']?
horization | \b[Aa]uthorization\b["':=, ]{1,5}(?:Bearer|bearer|Basic|basic|Token)[ ](?![<{%[(*.]|[\w-]{0,20}(?:token|TOKEN))(?=[^\s"'\\]{0,64}[-_.\d!#?])
:5432: | :5432:[^:\s]{1,64}:[^:\s]{1,64}:
redis-cli | redis-cli | (?:-a|--pass)\s+["']?
+on+> +on+# | (?:user|USER)\s\S{1,64}\s(?:(?!user\s)[^\n>#]){0,100}(?:>|#(?=[0-9a-f]{64}\b))
+-p+ | login|mongo\w{0,20}|cqlsh|cypher-shell|sshpass|rabbitmqadmin|couchbase-cli|cbq|influx|beeline | -p\s+["']?(?!\d+:\d)
+-P+ | sqlcmd|bcp|osql|ipmitool|mosquitto_\w{3,4}|zip|unzip | -P\s+["']?
+-w+ | ldap(?:search|modify|add|delete|whoami|passwd) | -w\s+["']?
+-k+ | openssl | -k\s+["']?
mbclient | smbclient | (?:-U|--user)[ =]["']?[\w.\\-]{1,64}%
qlplus | \bsqlplus\s[^\n|;&]{0,40}?\b\w{1,64}\/
passwd | \bhtpasswd\s+-(?=[A-Za-z]*b)(?=[A-Za-z]*n)[A-Za-z]{1,9}\s+\S{1,64}\s+["']?
passwd | \bhtpasswd\s+-(?=[A-Za-z]*b)(?![A-Za-z]*n)[A-Za-z]{1,9}\s+\S{1,200}\s+\S{1,64}\s+["']?
mqctl | \brabbitmqctl\s+(?:add_user|change_password)\s+\S{1,64}\s+["']?
mc+alias mc+config | \bmc\s+(?:alias\s+set|config\s+host\s+add)\s+\S{1,64}\s+\S{1,200}\s+\S{1,64}\s+["']?
eerdp | \bx?freerdp\s[^\n|;&]{0,200}?\/p:["']?
net+use | \bnet\s+use\s+(?:[\w*]:?\s+)?\\\\[\w.\\$-]{1,100}\s+(?!\/)
k8s+join | \bmicrok8s\s+join\s+[\w.:-]{1,100}\/
snyk+auth+ auth+init+ authtoken+ wandb+login+ | \b\w{2,20}\s+(?:config\s+)?(?:auth|login|authtoken|add-authtoken)\s+(?:init\s+)?(?:-t\s+)?(?=[\w-]{20,200}(?:\s|$))(?=[^\s\d]{0,200}\d)(?!\w+(?:-[a-z]+)+-?\d*(?:\s|$))
hangeUserPassword( | \bchangeUserPassword\(["'][^"'\n]{1,64}["'],\s?["']
mc+admin | \bmc\s+admin\s+user\s+add\s+\S{1,64}\s+\S{1,64}\s+["']?
unseal+ | \bvault\s+operator\s+unseal\s+(?:-[\w=-]{1,40}\s+){0,3}["']?(?!-)
.auth( | \bdb\.auth\(["'][^"'\n]{1,64}["'],\s?["']
mniauth+ rovider+: | \b(?:omniauth|provider)\s+:\w{1,40},\s{0,9}["'][^"'\n]{1,100}["'],\s{0,9}["']
fromString( | \bSecret\.fromString\(["']
cme_dns+ | \bacme_dns\s+[\w-]{1,40}\s+(?![{])
user= | (?:^|\n)[ \t]{0,20}user=[\w.@-]{1,64}:
<apikeys> | <apikeys>\s{0,40}<add\s+key="[^"]{1,200}"\s+value="
[admins] | \[admins\][ \t\r\n]{1,9}(?:;[^\n]{0,200}\n){0,9}[\w.-]{1,64}\s{0,9}=\s{0,9}
+root/ +admin/ | \s(?:root|admin)\/(?=[^\s"'/]{6,64}(?:[\s"']|$))(?=\S{0,64}(?:[!#%&*?@$]|[a-z\d][A-Z]|[A-Z]\d))(?=\S{0,64}\d)
snmp | snmp\w{3,9} | -[AX]\s+["']?
lftp | \blftp\s[^\n|;&]{0,60}?-u\s+[\w.@-]{1,64},
ult+login | \bvault\s+login\s+(?:-[\w=-]{1,40}\s+){0,3}(?!-|\w{1,40}=|[a-z]+\b(?!-))
static: | password_maps\s{0,4}=\s{0,4}static:[^\s:]{1,64}:
auth=( BasicAuth( | \b(?:auth=|HTTPBasicAuth)\(["'][^"'\n]{1,64}["'],\s?["']
SecureString | \bSecureString\s+(?:-String\s+)?["']
createAccount | \bcreateAccount\(\s?["'][^"'\n]{1,64}["'],\s?["']
ts+auth | \bstats\s+auth\s+[\w.@-]{1,64}:
auth-pass | \bauth-pass\s+\S{1,64}\s+["']?
secure_link_md5 | \bsecure_link_md5\s+["']?(?:\$\w{1,40}[ :]?){1,6}(?=\w)
ocommuni wcommuni | \br[ow]community6?\s+["']?
createUser | \bcreateUser\s+\S{1,64}\s+(?:MD5|SHA[\d-]{0,5})\s+["']?
createUser | \bcreateUser\s[^\n]{1,200}?\s(?:AES|DES)[\d-]{0,4}\s+["']?
LoginModule | \suser_(?!(?:agent|name|id|email|role|group|type)=)[\w-]{1,64}="
<<< kinit+ -stdin cryptsetup | (?:--password-stdin|--with-token|\b(?:kinit|cryptsetup|sudo\s+-S))\b(?:(?!<<)[^\n|;&]){0,100}(?:<<<[ \t]?["']?|<<-?[ \t]?["']?\w{1,20}["']?\r?\n)
admin+/+ root+/+ | \b(?:admin|root) \/ (?=[^\s"']{0,64}[\d!#%&*?])(?=[^\s"']{0,64}[A-Za-z])
ycomb-team | \bx-honeycomb-team["']?\s?[:=]\s?["']?
`;

/** Of which the password is not the end: of Go's driver of MySQL; and what is piped, into what reads a password. */
const whole = String.raw`
@tcp( @unix( | (?<=(?<![\w/])[\w.-]{1,64}:(?<secret>(?!\$)[^\s"':/]{4,200}))@(?:tcp|unix)\(
sudo+-S |+kinit cryptsetup -stdin phrase-fd --with-token | \b(?:echo|printf)\s+(?:-n\s+)?["']?(?<secret>(?!\$)[^\s"'|]{6,200})["']?\s{0,9}\|\s{0,9}(?:sudo\s+-S|kinit\b|passwd\s+--stdin|cryptsetup\b|[^\n|;&]{1,100}?--(?:(?:password|passphrase)-(?:stdin|fd)|with-token)\b)
base64+- | \b(?:echo|printf)\s+(?:-n\s+)?["']?(?<secret>[\w+/]{8,120}={0,2})["']?\s{0,9}\|\s{0,9}base64\s+(?:-d|-D|--decode)\b
chpasswd | \b(?:echo|printf)\s+(?:-\w\s+)?["']?[\w-]{1,32}:(?<secret>(?!\$)[^\s"'|]{6,200})["']?\s{0,9}\|\s{0,9}(?:sudo\s+)?chpasswd
`;

/** A client's option, word by word. Of several programs the last counts: what stands between is looked at once. */
function optionOf(programs: string, option: string): string {
  return String.raw`\b(?:${programs})(?:[ \t]+(?!(?:${programs})\b)[^\s|;&]{1,128}){0,12}?[ \t]+${option}`;
}

const password = String.raw`(?<secret>(?!\$|--\w)(?:[^\s"'\\|]|\|(?!\|)){6,200}(?<!;))`;

/** Passwords of commands. One more is one more row. */
export const commandForms: readonly TellingForm[] = [
  ...rowsOf(before).map(([anchors = '', words = '', option]) => [
    anchors,
    (option === undefined ? words : optionOf(words, option)) + password,
  ]),
  ...rowsOf(whole),
].map(([anchors = '', form = '']) => ({
  name: 'password of a command',
  anchors: wordsIn(anchors),
  form: new RegExp(form, 'dg'),
}));
