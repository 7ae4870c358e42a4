import type {Settings} from '../settings/settings.ts';
import {countNoun} from '../terminal/count-noun.ts';
import {formatBytes} from '../terminal/format-bytes.ts';
import {type PreviewCell, sumOf} from './preview-row.ts';

type Assuming = Pick<Settings, 'protocol' | 'types' | 'limit' | 'gzipLevel'>;

/** The level that pages of a preview are compressed with: that of a run whose network keeps up. */
export function previewGzipLevel({gzipLevel}: Pick<Settings, 'gzipLevel'>): number {
  return gzipLevel === 'auto' ? 1 : Number(gzipLevel);
}

/** What a preview takes for granted, as nobody was asked: sentences. */
export function assumptionsOf(cells: readonly PreviewCell[], settings: Assuming): string[] {
  const {protocol, types, limit, gzipLevel} = settings;
  return [
    protocol === 'objects'
      ? 'The contract is objects: no Helm releases and no object trees are sent.'
      : treesSentence(cells, protocol === 'auto'),
    `Compressed with level ${previewGzipLevel(settings)}${gzipLevel === 'auto' ? ' (auto: more, up to 6, where the network is slow)' : ''}, each type by itself.`,
    ...(types === undefined ? [] : [`A part of a run: ${types.join(', ')} alone, and no Helm releases.`]),
    ...(limit === undefined ? [] : [`A part of a run: at most ${countNoun(limit, 'object')} of each type.`]),
  ];
}

function treesSentence(cells: readonly PreviewCell[], isOpen: boolean): string {
  const trees = sumOf(
    cells.filter(({stream}) => stream === 'k8sTrees'),
    '',
  );
  const size =
    trees.items === 0
      ? 'none'
      : `${formatBytes(trees.bytes)} of JSON, ${formatBytes(Math.round(trees.gzipBytes))} compressed`;
  const other = isOpen ? ' With the contract objects it would get neither these nor Helm releases.' : '';
  return `Firefly is taken to ask for object trees, which repeat the objects: ${size}.${other}`;
}
