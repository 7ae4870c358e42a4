/** What is wrong with a kubeconfig, in words that quote no value of it: it may hold secrets. Never leaves this folder. */
export class KubeconfigProblem extends Error {
  override readonly name = 'KubeconfigProblem';
}
