import {saysSecret} from './says-secret.ts';

/**
 * How the members of an object, or the elements of a list, within an environment are read: `strict` where every name
 * is a variable's, `loose` further inside, where only names in capitals are, and `telling` in the value of a variable
 * whose name says that it is a secret. `none` outside of all.
 */
export const environmentReading = {none: 0, loose: 1, strict: 2, telling: 3} as const;

export type EnvironmentReading = (typeof environmentReading)[keyof typeof environmentReading];

const {none, loose, strict, telling} = environmentReading;

/** Where a value comes from, instead of the value: `valueFrom`, `secretKeyRef`, `fieldSelector`. */
const reference = /(?:from|refs?|references?|selectors?)$/i;
/** Within an environment, the variables themselves: `environment.variables`, as AWS Lambda has it. */
const variables = /^(?:variables?|vars)$/i;
/** What stands beside a value or in place of it: a Secret's name, a field of a schema. */
const described =
  /^(?:name|namespace|kind|apiVersion|type|format|description|optional|required|\$ref|secretName|configMapName)$/;
const capitals = /^[A-Z][A-Z0-9_]*$/;
/** `NAME=value`, `export NAME=value`. */
const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=/;

/** How the object or list is read that stands under `name`; `isEnvironment` where the name says that it is one. */
export function readingOfMember(
  name: string,
  isEnvironment: boolean,
  around: EnvironmentReading,
): EnvironmentReading {
  if (around === telling) return reference.test(name) ? none : telling;
  if (isEnvironment) return strict;
  if (around === none || reference.test(name)) return none;
  if (namesSecretValue(name, around)) return telling;
  return variables.test(name) ? strict : loose;
}

/** How an object in a list is read: its own names are those of a variable's parts. */
export function readingOfElement(list: EnvironmentReading): EnvironmentReading {
  return list === strict ? loose : list;
}

/** Whether what stands under this name in an object that is read so is a variable's value that has to go. */
export function namesSecretValue(name: string, reading: EnvironmentReading): boolean {
  switch (reading) {
    case none:
      return false;
    case loose:
      return capitals.test(name) && saysSecret(name);
    case strict:
      // A schema of an environment is none: `x-kubernetes-list-map-keys`.
      return !name.startsWith('x-kubernetes-') && saysSecret(name);
    case telling:
      return !described.test(name) && !reference.test(name);
  }
}

/** Whether this element of a list that is read so is `NAME=value`, and the name says that the value is a secret. */
export function assignsSecret(text: string, reading: EnvironmentReading): boolean {
  const name = assignment.exec(text)?.[1];
  return name !== undefined && namesSecretValue(name, reading);
}

/** Whether a line of this text, which is a whole environment, is such an assignment. */
export function linesAssignSecret(text: string): boolean {
  return text.includes('=') && text.split('\n').some((line) => assignsSecret(line, strict));
}
