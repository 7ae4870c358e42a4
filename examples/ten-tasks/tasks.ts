import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** What each task is solved with. */
export const libraries = ['k8s-source', 'client-node', 'ky'] as const;
export type Library = (typeof libraries)[number];

/** What the folders beside this file are, in the order of the table. */
export const tasks: Readonly<Record<string, string>> = {
  'pods-by-label': 'pods with a label, their phase and restarts',
  'pods-of-a-node': 'names of the pods of a node',
  count: 'how many deployments there are',
  images: 'images of all pods',
  owners: 'pods by the kind of their owner',
  pages: 'pods page by page, and how many are to come',
  'first-match': 'the first pod that does not run, and no more than needed',
  'custom-objects': 'objects of a custom resource',
  'any-type': 'objects of a type that is named as for kubectl',
  export: 'four types, an object a line',
};

export const programOf = (task: string, library: Library) => join(import.meta.dirname, task, `${library}.ts`);

/** Lines of code: no empty ones, no comments. */
export function linesOf(file: string): number {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length;
}
