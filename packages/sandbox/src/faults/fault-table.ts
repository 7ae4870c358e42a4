import type {Judgement} from './judge-fault.ts';

const columns = [
  ['fault', 34],
  ['contract', 9],
  ['incomplete', 11],
  ['exit', 5],
  ['delivered', 10],
  ['missing', 8],
  ['twice', 6],
  ['LOCK', 5],
  ['seconds', 8],
] as const;

/** The head of the table. */
export function faultTableHead(): string {
  return `${columns.map(([title, width]) => title.padEnd(width)).join('')}verdict\n`;
}

/** One run as a line; a wrong one says what is wrong, and how the collector says that it ended. */
export function faultTableRow({result, delivered, missing, wrong}: Judgement): string {
  const {row, contract, incomplete = ''} = result.case;
  const {exitCode, milliseconds, sentence} = result.run;
  const lock = result.locked === undefined ? '-' : result.locked ? 'yes' : 'no';
  const seconds = (milliseconds / 1000).toFixed(1);
  const cells = [row.name, contract, incomplete, exitCode, delivered, missing, result.twice, lock, seconds];
  const line = columns.map(([, width], index) => String(cells[index]).padEnd(width)).join('');
  const verdict = wrong.length === 0 ? 'right' : `WRONG: ${wrong.join('; ')}. It says: ${sentence}`;
  return `${line}${verdict}\n`;
}
