/** One clause of an Accept header: `application/json;as=Table;g=meta.k8s.io;v=v1`. */
export interface AcceptClause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The clauses in the client's order; kube-apiserver takes the first that it can serve. Empty means anything. */
export function parseAccept(header: string): readonly AcceptClause[] {
  if (header.trim() === '') return [{type: '*/*', parameters: {}}];
  return header.split(',').map((clause) => {
    const [type = '', ...pairs] = clause.split(';').map((part) => part.trim());
    return {type, parameters: Object.fromEntries(new URLSearchParams(pairs.join('&')))};
  });
}

/** Whether the clause takes JSON at all, whatever its parameters. */
export function takesJson({type}: AcceptClause): boolean {
  return type === 'application/json' || type === 'application/*' || type === '*/*';
}
