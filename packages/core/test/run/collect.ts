import {runCollection, type RunOptions, type RunReport} from '../../src/index.ts';

const {signal} = new AbortController();

/** A run that nobody stops, unless the options say so. */
export function collect(options: Omit<RunOptions, 'signal'> & Partial<RunOptions>): Promise<RunReport> {
  return runCollection({signal, ...options});
}
