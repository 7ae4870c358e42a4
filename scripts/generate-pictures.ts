/**
 * Writes the drawings of `docs/images`, each light and dark. `--check` only compares. The screen of a run is
 * `docs/images/run.txt`, what a terminal got of a real run (`script -qc "firefly-collector …" run.txt`).
 */
import {readFileSync} from 'node:fs';

import {writeGenerated} from './write-generated.ts';

const font = 'font-family="ui-sans-serif, system-ui, sans-serif"';
const mono = 'font-family="ui-monospace, SFMono-Regular, Menlo, monospace"';

interface Palette {
  readonly [name: string]: string;
  readonly ink: string;
  readonly faint: string;
  readonly line: string;
  readonly box: string;
  readonly paper: string;
}
const palettes: Readonly<Record<string, Palette>> = {
  light: {
    ink: '#1f2328',
    faint: '#59636e',
    line: '#818b98',
    box: '#f6f8fa',
    paper: '#ffffff',
    31: '#cf222e',
    32: '#1a7f37',
    33: '#9a6700',
    36: '#0969da',
    90: '#59636e',
  },
  dark: {
    ink: '#f0f6fc',
    faint: '#9198a1',
    line: '#656c76',
    box: '#151b23',
    paper: '#0d1117',
    31: '#ff7b72',
    32: '#3fb950',
    33: '#d29922',
    36: '#58a6ff',
    90: '#9198a1',
  },
};

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A drawing of that size on the palette's paper. */
const svg = (width: number, height: number, {paper}: Palette, content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="8" fill="${paper}"/>
${content}
</svg>
`;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly title: string;
  readonly lines: readonly string[];
  /** The palette's color of frame and title; default that of the text. */
  readonly color?: string;
}

const heightOf = ({lines}: Box) => 38 + 20 * lines.length;

function box(one: Box, palette: Palette): string {
  const {x, y, width, title, lines, color} = one;
  const stroke = palette[color ?? 'line'];
  const texts = lines.map(
    (line, index) =>
      `<text x="${x + 14}" y="${y + 48 + 20 * index}" font-size="13" fill="${palette.faint}" ${font}>${escaped(line)}</text>`,
  );
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${heightOf(one)}" rx="8" fill="${palette.box}" stroke="${stroke}"/>`,
    `<text x="${x + 14}" y="${y + 25}" font-size="14" font-weight="600" fill="${palette[color ?? 'ink']}" ${font}>${escaped(title)}</text>`,
    ...texts,
  ].join('\n');
}

/** From left to right, with what goes that way written above. */
function arrow(
  [from, to]: readonly [number, number],
  y: number,
  text: string,
  {line, faint}: Palette,
): string {
  return [
    `<path d="M${from} ${y}H${to - 7}" stroke="${line}" stroke-width="2"/>`,
    `<path d="M${to} ${y}l-9 -5v10z" fill="${line}"/>`,
    `<text x="${(from + to) / 2}" y="${y - 8}" font-size="12" text-anchor="middle" fill="${faint}" ${font}>${text}</text>`,
  ].join('\n');
}

/** What the collector does, from the API server to Firefly. */
function flow(palette: Palette): string {
  const boxes: readonly Box[] = [
    {x: 16, y: 60, width: 160, title: 'API server', lines: ['get and list', 'no watch, no change']},
    {
      x: 262,
      y: 16,
      width: 356,
      title: 'Collector: one pod, or your laptop',
      color: '36',
      lines: [
        '1  lists every type page by page, 4 types at once',
        '2  cuts pages into objects: bytes, never parsed',
        '3  takes out what you say: secrets, env, keys, …',
        '4  packs pages of 1.2 MB, gzips, sends, retries',
        '5  reports what was not read, and why',
      ],
    },
    {x: 704, y: 60, width: 160, title: 'Firefly', lines: ['204 for each page;', 'used after the last']},
  ];
  return svg(
    880,
    170,
    palette,
    [
      ...boxes.map((one) => box(one, palette)),
      arrow([180, 258], 100, 'JSON', palette),
      arrow([622, 700], 100, 'gzip', palette),
    ].join('\n'),
  );
}

/** What of a cluster leaves it by default, and what does not. */
function leaves(palette: Palette): string {
  const boxes: readonly Box[] = [
    {
      x: 16,
      y: 16,
      width: 416,
      title: 'Leaves the cluster',
      color: '33',
      lines: [
        'objects of the usual types and of custom resources, whole',
        'with them: env values, annotations, ConfigMaps as they are',
        'Helm releases with the values that were passed',
        'object trees: the same objects, by owner',
        'the report of the run, cluster UID and version',
      ],
    },
    {
      x: 448,
      y: 16,
      width: 416,
      title: 'Stays',
      color: '32',
      lines: [
        'Secrets, Events and other types that nobody names',
        'what redact takes out: a marker stands in its place',
        'namespaces and objects that opted out, where you allow it',
        'logs, metrics, contents of volumes: never read',
        'kubeconfig, tokens, Firefly’s own keys, in any form',
      ],
    },
  ];
  return svg(880, 170, palette, boxes.map((one) => box(one, palette)).join('\n'));
}

/** The screen of a run: the text of a terminal, its colors and bold print kept. */
function run(palette: Palette): string {
  const screen = readFileSync(new URL('../docs/images/run.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split(/\r?\n/);
  let style = '';
  const rows = screen.map((row, index) => {
    // Each piece but the first begins with the code of its color or weight: `36m`.
    const spans = row.split('\u001B[').map((piece, place) => {
      const [, code = '', text = ''] = (place === 0 ? null : /^(\d+)m(.*)$/.exec(piece)) ?? ['', '', piece];
      const color = palette[code];
      if (code === '1') style += ' font-weight="700"';
      else if (color !== undefined) style += ` fill="${color}"`;
      else if (code !== '') style = '';
      return text === '' ? '' : `<tspan${style}>${escaped(text)}</tspan>`;
    });
    return `<text xml:space="preserve" x="16" y="${30 + 17 * index}" font-size="12.5" fill="${palette.ink}" ${mono}>${spans.join('')}</text>`;
  });
  return svg(880, 30 + 17 * screen.length, palette, rows.join('\n'));
}

for (const [name, draw] of Object.entries({flow, leaves, run})) {
  for (const [theme, palette] of Object.entries(palettes))
    writeGenerated(`docs/images/${name}-${theme}.svg`, draw(palette));
}
