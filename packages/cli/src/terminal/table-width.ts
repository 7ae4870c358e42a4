import type {TerminalStream} from '../commands/command-context.ts';

/** Columns of the terminal that a table is written to; Infinity where it is none. */
export function tableWidth({isTTY, columns = 80}: Pick<TerminalStream, 'isTTY' | 'columns'>): number {
  return isTTY === true ? columns : Infinity;
}
