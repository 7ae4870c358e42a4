/** Why the file system does not give a file, in words. */
export function fileProblem(error: unknown): string {
  const {code = 'for no reason that is known'} = error as NodeJS.ErrnoException;
  return problemsByCode[code] ?? code;
}

const problemsByCode: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a folder, expected a file',
};
