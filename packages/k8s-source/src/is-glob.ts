/** Whether a name is a glob: `*` for any letters, `?` for one. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name);
}
