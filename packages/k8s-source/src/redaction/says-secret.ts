/** Say it wherever they stand in the name, glued or not: `PGPASSWORD`, `authToken`; not `TOKENIZERS_PARALLELISM`. */
const anywhere = /secret(?!ar)|token(?!i[sz])|password|passwd|passphrase|passcode|credential/;

/** Too short to be looked for anywhere: `KEYCLOAK_URL`, `BYPASS_CACHE` and `INCREDIBLE` say nothing. */
const wholeWord = /^(?:pass|pwd|creds?|[a-z]*(?<!(?:^|[^a-z])(?:mon|don|tur|hoc|joc|whis))keys?|[a-z]+pwd)$/;

/** Shells' own variables: the working directory. */
const harmless: ReadonlySet<string> = new Set(['PWD', 'OLDPWD']);

/**
 * Whether an environment variable's name says that its value is a secret: secret, token, password, key or credential
 * (`collector.redact`), and how people shorten them: passwd, passphrase, passcode, pass, pwd, cred. In any case, as
 * part of the name; the short ones (pass, pwd, cred) as a word of their own, `key` at the end of a word (`API_KEY`,
 * `accessKey`, `SSHKEYS`, `KEY_1`). Words end at anything but a letter and where camel case starts anew. Values are
 * not looked at: a password within `DATABASE_URL` stays unless another variable by a telling name holds it, too.
 */
export function saysSecret(name: string): boolean {
  const lower = name.toLowerCase();
  if (anywhere.test(lower)) return true;
  if (!/key|pass|pwd|cred/.test(lower) || harmless.has(name)) return false;
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => wholeWord.test(word));
}
