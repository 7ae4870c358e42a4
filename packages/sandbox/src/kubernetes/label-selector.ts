/** Decides by an object's labels. */
export type LabelPredicate = (labels: Readonly<Record<string, string>>) => boolean;

const name = '[A-Za-z0-9](?:[A-Za-z0-9_./-]*[A-Za-z0-9])?';
const value = '[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?';
const equality = new RegExp(`^(${name})\\s*(=|==|!=)\\s*(${value})?$`);
const membership = new RegExp(`^(${name})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${name})$`);

/**
 * Parses `a=b,c!=d,e in (f,g),h notin (i),j,!k` (k8s.io/apimachinery/pkg/labels). A string is the server's sentence
 * on why it cannot.
 */
export function parseLabelSelector(text: string): LabelPredicate | string {
  const predicates: LabelPredicate[] = [];
  for (const requirement of text.split(/,(?![^(]*\))/).map((part) => part.trim())) {
    if (requirement === '') continue;
    const predicate = parseRequirement(requirement);
    if (predicate === undefined) return `unable to parse requirement: found '${requirement}'`;
    predicates.push(predicate);
  }
  return (labels) => predicates.every((predicate) => predicate(labels));
}

function parseRequirement(text: string): LabelPredicate | undefined {
  const equal = equality.exec(text);
  if (equal !== null) {
    const [, key = '', operator, wanted = ''] = equal;
    return operator === '!=' ? (labels) => labels[key] !== wanted : (labels) => labels[key] === wanted;
  }
  const member = membership.exec(text);
  if (member !== null) {
    const [, key = '', operator, list = ''] = member;
    const values = new Set<string | undefined>(list.split(',').map((part) => part.trim()));
    return operator === 'in' ? (labels) => values.has(labels[key]) : (labels) => !values.has(labels[key]);
  }
  const exists = existence.exec(text);
  if (exists === null) return undefined;
  const [, not, key = ''] = exists;
  return (labels) => key in labels !== (not === '!');
}
