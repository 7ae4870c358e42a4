import {setFlagsFromString} from 'node:v8';

/**
 * Nearly all of what a run throws away lies outside of V8's heap, where V8 hardly counts it. With a young generation that
 * stays small, and an old one that is collected before it is twice as large as what is in use, it looks often enough: a
 * run of a million objects takes hardly more memory than one of ten thousand. V8 says so on standard error where it lacks
 * a flag, and goes on.
 *
 * For when a run is connected, and nearly all of the program and of Node.js is loaded: loading makes much that stays; and
 * once a flag has changed, V8 refuses the compiled code that Node.js brings of its own modules, and compiles them anew.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=70');
}
