/**
 * The plural of a kind, as Kubernetes itself guesses it (`meta.UnsafeGuessKindToResource`): right for built-in types and
 * for most custom ones; a name for people, the wire does not carry it.
 */
export function guessResourceName(kind: string): string {
  const singular = kind.toLowerCase();
  if (singular === 'endpoints') return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
