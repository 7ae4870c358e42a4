/** What an object is called by, in its metadata: without it nobody would find it again. */
export const identityNames: readonly string[] = ['name', 'namespace', 'uid', 'generateName'];
