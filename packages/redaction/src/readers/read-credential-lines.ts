import {rowsOf} from '../detectors/rows-of.ts';
import type {Assignment} from './read-assignments.ts';

/** A line of files of credentials in which the password's place tells and no key: groups before it, and of it. */
const files = rowsOf(String.raw`
userlist.txt of PgBouncer | ^([ \t]*"[^"\n]{1,64}"[ \t]+")([^"\n]{1,400})"[ \t]*$
.pgpass | ^([^\s:#]{1,200}:(?:\d{1,5}|\*):[^:\n]{1,64}:[^:\n]{1,64}:)(\S.{0,200})$
sasl_passwd of Postfix | ^(\[?[\w.-]{1,200}\]?(?::\d{1,5})?[ \t]+[^\s:]{1,200}:)(\S{1,200})[ \t]*$
user:password, of many | ^([\w.@-]{1,64}:)([^\s:/]{4,200})(?::.{0,200})?$
A realm of Jetty, with roles behind | ^([\w.@-]{1,64}:[ \t]+)([^\s:/,]{4,200}),[\w ,-]{1,100}$
ipsec.secrets, in which files of keys are named as well | ^(?:([^:\n]{0,200}:[ \t]+(?:PSK|EAP|XAUTH|NTLM)[ \t]+")([^"\n]{1,200})"[ \t]*|[^:\n]{0,200}:[ \t]+(?:RSA|ECDSA|PKCS8|P12|PIN)[ \t].{1,200})$
Tokens of an API server, with their users and groups | ^([ \t]*)([\w.-]{8,200}),[^,\n]{1,128},[^,\n]{1,128}(?:,.*)?$
chap-secrets of pppd | ^([ \t]*\S{1,64}[ \t]+\S{1,64}[ \t]+"?)((?=\S*[^A-Za-z\s])[^\s"]{4,200})"?(?:[ \t]+\S{1,64})?[ \t]*$
`).map(([, line = '']) => new RegExp(line));
const longestFile = 64 * 1024;

/** The passwords of a text in which every line is of one such file; empty ones and comments do not count. */
export function* readCredentialLines(text: string): Generator<Assignment> {
  if (text.length > longestFile || !text.includes('\n')) return;
  const format = files.find((one) => {
    const first = /^[ \t]*(?![#;])\S.*$/m.exec(text)?.[0];
    return first !== undefined && one.test(first);
  });
  if (format === undefined) return;
  const found: Assignment[] = [];
  for (const match of text.matchAll(/^[^\r\n]+/gm)) {
    const [line] = match;
    if (/^\s*(?:[#;]|$)/.test(line)) continue;
    const parts = format.exec(line);
    if (parts === null) return;
    const [, before, password] = parts;
    if (before === undefined || password === undefined) continue;
    const start = match.index + before.length;
    found.push({key: 'password', start, end: start + password.length, isLoose: false});
  }
  yield* found;
}
