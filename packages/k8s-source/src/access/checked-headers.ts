import type {Credentials} from './cluster-access.ts';
import {KubeconfigProblem} from './kubeconfig-problem.ts';

/**
 * The same headers, each of which HTTP takes.
 *
 * @throws {KubeconfigProblem} where a value cannot stand in a header: nothing of it is shown.
 */
export function checkedHeaders(headers: Credentials): Credentials {
  for (const [name, value] of Object.entries(headers)) {
    if ([value].flat().every((one) => /^[\t\x20-\x7e\x80-\xff]*$/.test(one))) continue;
    const what = name === 'authorization' ? 'its token' : `what it gives for ${name}`;
    throw new KubeconfigProblem(`${what} holds a line break, or another character that no header may have`);
  }
  return headers;
}
