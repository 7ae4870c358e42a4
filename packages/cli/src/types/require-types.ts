import {UsageError} from '../command-line/usage-error.ts';
import {TypesUndecidedError} from './types-undecided-error.ts';
import type {UnknownTypeName} from './unknown-type-names.ts';

/**
 * Refuses names in `--types` that the cluster has no type for.
 *
 * @param count How many names `--types` has.
 * @param flag What the names were given by.
 * @throws {UsageError} where one is certain to be wrong.
 * @throws {TypesUndecidedError} where all are unknown and none is certain to be.
 */
export function requireTypes(unknown: readonly UnknownTypeName[], count: number, flag = '--types'): void {
  const ofTypes = unknown
    .filter(({setting}) => setting === '--types')
    .map((one) => ({...one, sentence: one.sentence.replace(/^--types/, flag)}));
  const wrong = ofTypes.filter(({isCertain}) => isCertain);
  if (wrong.length > 0) throw new UsageError(wrong.map(({sentence}) => sentence).join(' '));
  if (count > 0 && ofTypes.length === count)
    throw new TypesUndecidedError(ofTypes.map(({sentence}) => sentence).join(' '));
}
