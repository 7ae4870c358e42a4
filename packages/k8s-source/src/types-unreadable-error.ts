import {CollectorError} from '@firefly/core';

/** Several types could not be read, or only in part; the others were. */
export class TypesUnreadableError extends CollectorError {
  override readonly name = 'TypesUnreadableError';
  readonly code = 'K8S_TYPES_UNREADABLE';
  /** One for each type, or group of discovery. */
  readonly failures: readonly {readonly name: string; readonly error: CollectorError}[];

  constructor(failures: TypesUnreadableError['failures']) {
    const names = failures.slice(0, 5).map(({name}) => name);
    const more = failures.length > names.length ? ', …' : '';
    super(
      `${failures.length} types could not be read, or only in part: ${names.join(', ')}${more}. ` +
        `The first: ${failures[0]?.error.message}`,
    );
    this.failures = failures;
  }
}
