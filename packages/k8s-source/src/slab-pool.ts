import {createBufferPool} from '@firefly/core';

/** A buffer's size: a few dozen usual objects. */
export const slabBytes = 256 * 1024;

/**
 * What lists are read through, by every list of the process: three for each of those that are read at once, one that
 * fills, one that is read, one that is split.
 */
export const slabs = createBufferPool({maxSpare: 12, maxBytes: 2 * 1024 * 1024});
