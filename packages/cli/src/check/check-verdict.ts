import type {CheckResult} from './check-result.ts';

/** What all checks together say. */
export interface CheckVerdict {
  readonly ready: boolean;
  readonly sentence: string;
}

/**
 * Ready is who would run, read and deliver all that the settings ask for; what is not known counts against it.
 *
 * @param strict What is missing counts against it, too, as it does in a strict run.
 */
export function checkVerdict(results: readonly CheckResult[], strict: boolean): CheckVerdict {
  const count = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).length;
  const failed = count('failed');
  const unknown = count('unknown');
  const warnings = count('warning');
  const incomplete = strict ? results.filter((one) => one.incomplete && one.status === 'warning').length : 0;
  const problems = [
    failed === 0 ? '' : `${failed} ${failed === 1 ? 'check' : 'checks'} failed`,
    unknown === 0 ? '' : `${unknown} could not be made`,
    incomplete === 0 ? '' : `with --strict ${incomplete} of the warnings would fail the run`,
  ].filter((part) => part !== '');
  if (problems.length > 0) return {ready: false, sentence: `Not ready: ${problems.join(', ')}.`};
  if (warnings === 0) return {ready: true, sentence: 'Ready: a run would succeed.'};
  const noun = warnings === 1 ? 'warning' : 'warnings';
  return {ready: true, sentence: `Ready, with ${warnings} ${noun}: a run would succeed.`};
}
