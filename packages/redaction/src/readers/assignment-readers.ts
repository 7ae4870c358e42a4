import {type Assignment, readAssignments} from './read-assignments.ts';
import {readCredentialLines} from './read-credential-lines.ts';

/** Finds keys and their values in a text that is no document. */
interface AssignmentReader {
  readonly read: (text: string) => Iterable<Assignment>;
  /** Asked only where the key of the whole text says that there are secrets in it. */
  readonly isForSecrets: boolean;
}

/** All that are asked about each text. One more is one more file and its line here. */
const readers: readonly AssignmentReader[] = [
  {read: readAssignments, isForSecrets: false},
  {read: readCredentialLines, isForSecrets: true},
];

/** What all of them find. */
export function* readAllAssignments(text: string, holdsSecrets: boolean): Generator<Assignment> {
  for (const {read, isForSecrets} of readers) if (!isForSecrets || holdsSecrets) yield* read(text);
}
