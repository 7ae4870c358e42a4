/** `application/x-www-form-urlencoded`, as bytes. */
export function encodeForm(fields: Readonly<Record<string, string>>): Uint8Array {
  return new TextEncoder().encode(new URLSearchParams(fields).toString());
}
