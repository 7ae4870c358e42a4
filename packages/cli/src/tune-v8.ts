import {setFlagsFromString} from 'node:v8';

/**
 * Has V8 look after a run's memory, and compile for a run that is short.
 *
 * Nearly all of what a run throws away lies outside of V8's heap, where V8 hardly counts it. With a young generation that
 * stays small, and an old one that is collected before it is twice as large as what is in use, it looks often enough: a
 * run of a million objects takes hardly more memory than one of ten thousand.
 *
 * Most runs are over before the code of V8's last compiler has paid for itself, above all where many functions are asked
 * about each object, as in redaction; what the compiler before it makes runs nearly as fast. The last one is for what is
 * called a hundred thousand times, and not three thousand.
 *
 * For when a run is connected, and nearly all of the program and of Node.js is loaded: loading makes much that stays; and
 * once a flag has changed, V8 refuses the compiled code that Node.js brings of its own modules, and compiles them anew.
 * V8 says so on standard error where it lacks a flag, and goes on.
 */
export function tuneV8(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=70');
  setFlagsFromString('--invocation-count-for-turbofan=100000');
}
