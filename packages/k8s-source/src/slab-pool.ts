import {createBufferPool} from '@firefly/core';

/** A buffer's size: a few dozen usual objects. */
export const slabBytes = 256 * 1024;

/**
 * The buffers of all lists in this process. Each of four lists at once needs three: one that fills, one that is read, one
 * that is split.
 */
export const slabs = createBufferPool({maxSpare: 12, maxBytes: 2 * 1024 * 1024});
