import type {Outline} from '../readers/outline.ts';
import type {Place} from './examination.ts';

/** Where a node is: `data["app.yml"] › spring.users[0].password`; empty where nobody reads it. */
export function pathOf(node: number, outline: Outline, place: Place): string {
  if (!place.isReport) return '';
  const nodes: number[] = [];
  for (let at = node; outline.parent(at) !== -1; at = outline.parent(at)) nodes.push(at);
  const document = place.path();
  return nodes.reduceRight(
    (path, at) => {
      const key = outline.key(at)?.text;
      if (key === undefined) return `${path}[${outline.index(at)}]`;
      if (!/^[\w$-]+$/.test(key)) return `${path}["${key}"]`;
      return path === '' || path.endsWith('› ') ? path + key : `${path}.${key}`;
    },
    document === '' ? '' : `${document} › `,
  );
}
