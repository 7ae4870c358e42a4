const label = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?';
const subdomain = new RegExp(`^${label}(?:\\.${label})*$`);
const longestSubdomain = 253;

/** Whether a text is a DNS subdomain (RFC 1123), as groups, versions, plurals and namespaces are: safe in a path. */
export function isDnsName(text: string): boolean {
  return text.length <= longestSubdomain && subdomain.test(text);
}

/** Whether a text may be a kind: every API so far has letters and digits alone. */
export function isKind(text: string): boolean {
  return text.length <= longestSubdomain && /^[\w.-]+$/.test(text);
}
