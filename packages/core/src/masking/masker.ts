import {createMasker} from './create-masker.ts';

/**
 * The masker of this process, shared by all packages: whoever comes to a credential calls `masker.protect` with it. What
 * they log, report, print or throw passes through it, the messages of all errors included (`CollectorError`, `messageOf`).
 */
export const masker = createMasker();
