/** What stands where a secret will be put, or where it is to be looked for. */
const reference =
  /^(?:\$\(|\$\{|'?\$[A-Za-z_]\w*(?:[.:-][\w.:-]+)?'?$|\$[a-z_]{3,}[:/]\S*\$|:?\$\(\w+ ?$|\$ANSIBLE_VAULT;|%\(?[\w.]+\)?[%s]|%%\w|%[A-Za-z]\{|\{\{|<[%\w][^<>]*>$|\{\$\w|\{env\.\w|\[\[|@@|@[\w./-]+\.\w{1,5}$|__\w+__$|#\{|!(?:Ref|Sub|GetAtt|ENV|vault|secret)\b|(?:vault|arn|aws|ssm|sm|file|env|ref|op|gcp|gcpsm|awssm|azkv|azurekeyvault|secretref|secret|secrets|k8s|keyvault|sops|awskms|gcpkms|aws-kms|bws|doppler|akeyless|conjur|cyberark|infisical|projects|keystore|classpath|data|configmap|cm|kv|valueFrom|fromEnv|os\.environ|os\.getenv|getenv|process\.env|lookup|random_password|var|local|module|data|env|ENV)(?:[:[(]|\.\w|\/\/?\w)|ref\+|@Microsoft\.|ENC\[)/;
/** A reference anywhere in the value: it is a template. */
const template =
  /\{\{(?:(?!\{\{).)*\}\}|\$\{(?:(?!\$\{)[^}])+\}|\$\((?:(?!\$\()[^)])+\)|<%(?:(?!<%).)*%>|^\$__/;
const placeholder =
  /^(?:[*x.•\-_?#]+|X{3,}|(?:please[-_ ]?)?(?:change|replace|set|update|insert|enter|fill)[-_ ]?(?:it|me|this|here)[a-z_]*[-_ !.]*|your[-_ ].*|my[-_](?:password|secret|token|api[-_]?key)|todo|tbd|fixme|none|null|nil|undefined|n\/a|empty|unset|default|example|placeholder|dummy|redacted(?:[0-9a-f]{12})?|masked|hidden|omitted|sensitive|filtered|\(.*\)|\[.*\]|<.*>)$/i;
/** `8h`, `1h30m`, `500ms`, `PT15M`, `10Mi`, `2026-01-01T00:00:00Z`, and words for yes and no. */
const setting =
  /^(?!\d{1,2}\.\d{1,2}\.\d{4}$)(?:true|false|yes|no|on|off|enabled?|disabled?|required|optional|always|never|auto|manual|(?:[\d.]+(?:ns|us|µs|ms|[smhdwy%B]|[KMGTP]i?B?)){0,3}[\d.]+(?:ns|us|µs|ms|[smhdwy%B]|[KMGTP]i?B?)?|P(?:\d+[YMWD]){0,3}(?:T(?:\d+[HMS]){1,3})?|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?)$/i;
const path = /^(?:<?~?\/|\.{1,2}\/|[A-Za-z]:\\|\\\\)[\w.\-/\\ ~*@:{}$]*$/;
const fileName =
  /^[\w./-]+\.(?:ya?ml|json|pem|crt|cer|key|p12|jks|txt|conf|cfg|ini|env|properties|xml|toml|sh|py|js|ts|go|rb|php|sql|log|gz|tgz|pub|db|sock|html?|css)$/i;
const publicMaterial =
  /^(?:-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|X509 CRL|CERTIFICATE REQUEST|TRUSTED CERTIFICATE|PGP PUBLIC KEY BLOCK|DH PARAMETERS|EC PARAMETERS)|(?:[\w.,*[\]:|+/=-]{1,200} )?(?:ssh-(?:rsa|ed25519|dss) |ecdsa-sha2-)|[ACNOUX][A-Z2-7]{55}$|(?:A[CDP]|C[AFN]|I[MS]|M[GM]|P[NK]|RE|SM|VA|W[KS]|ZS)[0-9a-f]{32}$|pk_(?:live|test)_|sha(?:1|256|384|512)[:-]|age1[a-z0-9]+$|Ag[A-D][\w+/]{120}|AAAA(?:[BC]3NzaC1|E2VjZHNh|Gn?NrLX)|LS0tLS1CRUdJTiB(?:DRVJU|QVUJMSUMg)|MII[A-P][\w+/]{2}(?:CC[A-P][\w+/]{2}gAwIBAgI)|MII[BCD][\w+/]jANBgkqhkiG9w0BAQEFAAOC|MIGfMA0GCSqGSIb3DQEBAQUAA4|MFwwDQYJKoZIhvcNAQEBBQADSwA|M(?:FkwEw|HYwEA|FYwEA|IGbMBA)YHKoZIzj0|MCowBQYDK2V[wu]AyE)/;
/** A URL without credentials; what its query or path may hold is looked at by itself. */
const plainUrl = /^[a-z][a-z0-9+.-]*:\/\/[^\s@]*$/i;

/** Whether a value says where something is, so that no part of it is a key and its value. */
export function isReference(value: string): boolean {
  return (
    value.length < 500 && /^[a-z][\w.+/-]*[:/]/.test(value) && reference.test(value) && !/[\s@]/.test(value)
  );
}

/** What is put in place of it, with no text in it: that may be what stands there without. */
const put = String.raw`\{\{[^{}"'\x60]{1,200}\}\}`;
const templateAlone = new RegExp(
  String.raw`^\s*(?:${put}(?:[\s:,]?${put})*|[a-z][\w+.-]{0,40}://${put}(?::${put})?@[\w.:/-]*)\s*$`,
);

/** Whether a value is a template and nothing else: `{{ .user }}:{{ .password }}`, in a URL too. */
export function isTemplate(value: string): boolean {
  return value.length < 1000 && templateAlone.test(value);
}

/** Whether a value shows that it is no secret, whatever its key says: empty, a reference, a setting, a path, public. */
export function isPlainValue(value: string): boolean {
  const text = value.trim().replace(/,$/, '');
  if (text.length < 3) return true;
  return (
    reference.test(text) ||
    (text.length < 2000 && template.test(text)) ||
    (text.length < 100 && (placeholder.test(text) || setting.test(text))) ||
    (text.length < 1000 &&
      ((path.test(text) && !isDrawn(text)) || fileName.test(text) || plainUrl.test(text))) ||
    publicMaterial.test(text)
  );
}

/** Base64 may begin with a slash: a path has words between its own. */
function isDrawn(text: string): boolean {
  return text.length >= 20 && (looksRandom(text) || /^\/[^/]{24,}$/.test(text)) && !/\.\w{1,5}$/.test(text);
}

/** Shorter values are words and numbers, as likely as not. */
export const shortestDrawn = 8;
const word =
  /^(?:[A-Z]+|\d+|[a-z]{1,4}\d{1,4}|\d{1,4}[a-z]{1,3}|\d[a-z]{4,}|[A-Z]?[a-z]{2,}\d{1,6}|[A-Z]?[a-z]+(?:[A-Z][a-z]+){0,5}\d{0,6}|[A-Z]{3,}\d{1,6}|[A-Z]{2,6}[a-z]{2,}(?:[A-Z][a-z]+){0,3})?$/;
const chosen =
  /^(?:[A-Z][A-Za-z]{2,}|[a-z]{3,})(?:[-_@#.+][A-Za-z]{2,})?[-_@#.+]?\d{1,6}(?:[!?#&$%]{1,3}|(?<=^[A-Z].{1,40})[*+]{1,3})$/;
const drawnIdentifier =
  /^(?:(?=[a-z.]*\d)[a-z0-9]{6}\.[a-z0-9]{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32}|(?:0x)?[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** Whether a value is an identifier or a digest, as tokens are as well: of hexadecimal digits alone, or as kubeadm has it. */
export function isIdentifier(text: string): boolean {
  return drawnIdentifier.test(text);
}

/** Whether a value looks drawn, or chosen as a password: no words and numbers with signs between, no identifier. */
export function looksRandom(value: string): boolean {
  const text = value.trim();
  if (text.length < shortestDrawn || text.length > 4096 || /\s/.test(text) || isIdentifier(text))
    return false;
  if (!/[A-Za-z]/.test(text) || !/[^A-Za-z]|[a-z][A-Z]/.test(text)) return false;
  const parts = text.split(/[^A-Za-z0-9]+/);
  const odd = parts.filter((part) => !word.test(part)).reduce((sum, part) => sum + part.length, 0);
  return (odd >= 4 && odd * 3 >= text.length) || chosen.test(text);
}
