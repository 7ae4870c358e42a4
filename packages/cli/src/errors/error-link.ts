import {errorTable} from './error-table.ts';

const page = 'https://github.com/gofireflyio/k8s-collector/blob/main/docs/errors.md';

/** Where cause and cure of a code stand: `help` to spread into what is shown; nothing for a code that is not ours. */
export function errorLink(code: string | undefined): {readonly help?: string} {
  if (code === undefined || !Object.hasOwn(errorTable, code)) return {};
  return {help: `${page}#${code.toLowerCase()}`};
}
