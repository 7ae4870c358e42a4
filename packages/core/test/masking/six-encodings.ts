/** How a credential is echoed: the encodings in which all that is printed is searched for it. */
export function sixEncodings(secret: string): Readonly<Record<string, string>> {
  const bytes = Buffer.from(secret);
  return {
    plain: secret,
    base64: bytes.toString('base64'),
    base64url: bytes.toString('base64url'),
    hex: bytes.toString('hex'),
    percent: encodeURIComponent(secret),
    json: JSON.stringify(secret).slice(1, -1),
  };
}
