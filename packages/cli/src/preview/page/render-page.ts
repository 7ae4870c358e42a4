import {version} from '@firefly/core';
import {createHash} from 'node:crypto';

import {rulesAsYaml} from '../../check/rbac-rule.ts';
import {formatSettingValue} from '../../settings/format-setting-value.ts';
import type {LoadedSettings} from '../../settings/loaded-settings.ts';
import {maskSetting} from '../../settings/mask-setting.ts';
import {settingDefinitions} from '../../settings/setting-definition.ts';
import {formatBytes} from '../../terminal/format-bytes.ts';
import {formatCount} from '../../terminal/format-count.ts';
import type {Preview} from '../preview.ts';
import {sumOf} from '../preview-row.ts';
import {type Html, markup, trusted} from './markup.ts';
import {leavesSection} from './leaves-section.ts';
import {leftOutSection} from './left-out-section.ts';
import {pageScript} from './page-script.ts';
import {pageStyle} from './page-style.ts';
import {pageTable} from './page-table.ts';
import {neededRules} from './needed-rules.ts';
import {redactionSection} from './redaction-section.ts';

/**
 * The page for a security review: one HTML file that loads nothing. It names types, namespaces, rules and settings; no
 * name and no content of an object.
 */
export function renderPage(
  preview: Preview,
  {values, entries}: Pick<LoadedSettings, 'values' | 'entries'>,
): string {
  const {cells, report, assumptions, secrets} = preview;
  const sections: readonly (readonly [id: string, title: string, body: Html])[] = [
    ['leaves', 'What would leave', leavesSection(cells)],
    ['redacted', 'What is redacted', redactionSection(preview, values)],
    [
      'secrets',
      'What still looks like a secret',
      markup`<p>
          A detector knows forms and names, not meaning. <code>firefly-collector scan</code> lists the
          objects.
        </p>
        ${pageTable({
          title: 'What still looks like a secret',
          columns: [
            {title: 'Type', cell: ({type}) => type},
            {title: 'Where', cell: ({pattern}) => markup`<code>${pattern}</code>`},
            {title: 'What told', cell: ({detector}) => detector},
            {title: 'Places', value: ({places}) => places},
          ],
          rows: secrets,
          none: 'Nothing in it looks like a secret.',
        })}`,
    ],
    ['left-out', 'What is left out, and why', leftOutSection(preview, values)],
    [
      'permissions',
      'Which permissions it needs',
      markup`<p>Rules of a ClusterRole that allow this run and nothing else; all of them only read.</p>
        <pre tabindex="0" role="region" aria-label="Rules of the ClusterRole">${rulesAsYaml(
          neededRules(preview, values),
        ).map((line) => markup`${line}\n`)}</pre>`,
    ],
    ['settings', 'The settings in force', settingsSection(entries)],
  ];
  const title = `What would leave the cluster ${values.clusterId ?? ''}`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src '${digest(pageStyle)}'; script-src '${digest(pageScript)}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>${trusted(pageStyle)}</style>
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header>
          <h1>${title}</h1>
          <p class="quiet">
            A dry run of firefly-collector ${version}, ${report.endedAt.slice(0, 16).replace('T', ' ')} UTC,
            Kubernetes ${report.cluster.serverVersion ?? 'of an unknown version'}. Nothing was sent. No name
            and no content of an object is in this page.
          </p>
          <nav aria-label="Sections">
            <ul>
              ${sections.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main id="main">
          ${figures(preview)} ${assumptions.map((sentence) => markup`<p class="quiet">${sentence}</p>`)}
          ${sections.map(
            ([id, name, body]) =>
              markup`<section aria-labelledby="${id}">
                <h2 id="${id}">${name}</h2>
                ${body}
              </section> `,
          )}
        </main>
        <script>${trusted(pageScript)}</script>
      </body>
    </html>
`.html;
}

function digest(text: string): Html {
  return trusted(`sha256-${createHash('sha256').update(text).digest('base64')}`);
}

function figures({cells, report, leftOut}: Preview): Html {
  const {items, bytes, gzipBytes, redacted, secrets} = sumOf(cells, '');
  const gaps =
    report.readings.filter(({outcome}) => outcome !== 'complete').length + report.discoveryFailures.length;
  const all: readonly (readonly [name: string, figure: string, kind: string])[] = [
    ['Objects, releases, trees', formatCount(items), ''],
    ['JSON', formatBytes(bytes), ''],
    ['Compressed', formatBytes(Math.round(gzipBytes)), ''],
    ['Values redacted', formatCount(redacted), ''],
    ['Still look like a secret', formatCount(secrets), secrets > 0 ? 'warn' : 'good'],
    ['Types left out', formatCount(leftOut.length), ''],
    ['Not read whole', formatCount(gaps), gaps > 0 ? 'warn' : 'good'],
  ];
  return markup`<dl class="figures">
    ${all.map(
      ([name, figure, kind]) =>
        markup`<div>
          <dt>${name}</dt>
          <dd class="${kind}">${figure}</dd>
        </div>`,
    )}
  </dl>`;
}

function settingsSection(entries: LoadedSettings['entries']): Html {
  return pageTable({
    title: 'The settings in force',
    columns: [
      {title: 'Setting', cell: ({name}) => name},
      {title: 'Value', cell: ({value}) => value},
      {title: 'From', cell: ({origin}) => origin},
    ],
    rows: settingDefinitions.map((definition) => {
      const {value, origin} = entries[definition.name];
      return {name: definition.name, origin, value: formatSettingValue(maskSetting(definition, value))};
    }),
    none: '',
  });
}
