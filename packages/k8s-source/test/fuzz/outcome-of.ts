import {CollectorError} from '@firefly/core';

/** `done`, or the stable code of a failure; anything else that is thrown is a fault of ours. */
export async function outcomeOf(run: () => unknown): Promise<string> {
  try {
    await run();
    return 'done';
  } catch (error) {
    if (error instanceof CollectorError && /^[A-Z][A-Z0-9_]+$/.test(error.code)) return error.code;
    throw error;
  }
}
