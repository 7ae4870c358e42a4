/** What matches a glob as a whole: `*` any text, `?` one character, all else itself. */
export function globExpression(glob: string): RegExp {
  // Runs of `*` are one: several would backtrack.
  const source = glob
    .replaceAll(/\*+/gu, '*')
    .replaceAll(/[.+^${}()|[\]\\]/gu, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

/** Whether a name is a glob. */
export function isGlob(name: string): boolean {
  return /[*?]/u.test(name);
}
