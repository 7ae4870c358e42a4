import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

import {parse} from 'yaml';

import {chart, helm} from './helm.ts';
import {requiredValues} from './render-chart.ts';

/**
 * What NOTES.txt says after an install with the required values and these. Helm shows notes only to who has a cluster,
 * so a copy of the chart renders them as a manifest.
 */
export async function renderedNotes(values: Readonly<Record<string, unknown>>): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'firefly-chart-'));
  try {
    cpSync(chart, copy, {recursive: true, dereference: true});
    const notes = readFileSync(join(copy, 'templates/NOTES.txt'), 'utf8');
    const manifest = `{{ define "notes" }}${notes}{{ end }}notes: {{ include "notes" . | toJson }}`;
    writeFileSync(join(copy, 'templates/notes.yaml'), manifest);
    const {stdout, stderr} = await helm(
      [
        'template',
        'firefly',
        copy,
        '--namespace',
        'watchers',
        '--show-only',
        'templates/notes.yaml',
        '--values',
        '-',
      ],
      {input: JSON.stringify({...requiredValues, ...values})},
    );
    const rendered = parse(stdout) as {notes: string} | null;
    if (rendered === null) throw new Error(`helm template failed: ${stderr}`);
    return rendered.notes;
  } finally {
    rmSync(copy, {recursive: true});
  }
}
