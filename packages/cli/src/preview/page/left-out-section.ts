import {errorTable} from '../../errors/error-table.ts';
import {namespacesOf} from '../../settings/namespaces-of.ts';
import type {Settings} from '../../settings/settings.ts';
import {formatBytes} from '../../terminal/format-bytes.ts';
import {shownReason} from '../../types/type-row.ts';
import type {Preview} from '../preview.ts';
import {noNamespace} from '../preview-row.ts';
import {type Html, markup} from './markup.ts';
import {pageTable} from './page-table.ts';

/** What is not sent, and why: by type, by namespace, by size, and what could not be read. */
export function leftOutSection({leftOut, report}: Preview, settings: Settings): Html {
  return markup`<h3>Types</h3>
    ${pageTable({
      title: 'Types that are left out',
      columns: [
        {title: 'Type', cell: ({type}) => type},
        {title: 'Why', cell: ({reason}) => shownReason(reason)},
      ],
      rows: leftOut,
      none: 'Every type is read.',
    })}
    <h3>Namespaces, and what opted out</h3>
    ${namespaceSentences(settings).map((sentence) => markup`<p>${sentence}</p>`)}
    ${pageTable({
      title: 'What opted out',
      columns: [
        {title: 'Kind', cell: ({kind}) => kind},
        {title: 'Why', cell: ({reason}) => reason},
        {title: 'Objects', value: ({items}) => items},
      ],
      rows: report.leftOut ?? [],
      none:
        settings.honorOptOut === 'off'
          ? 'Labels and annotations that opt out are not honored.'
          : 'Nothing opted out.',
    })}
    <h3>Too large</h3>
    ${pageTable({
      title: 'What is too large to be sent',
      columns: [
        {title: 'Kind', cell: ({kind}) => kind},
        {title: 'Namespace', cell: ({namespace = noNamespace}) => namespace},
        {title: 'JSON', value: ({bytes}) => bytes, cell: ({bytes}) => formatBytes(bytes)},
      ],
      rows: report.oversized,
      none: 'Nothing is too large to be sent.',
    })}
    <h3>Not read: permissions, and what did not answer</h3>
    ${pageTable({
      title: 'What could not be read',
      columns: [
        {title: 'What', cell: ({name}) => name},
        {title: 'Read', cell: ({outcome}) => outcome},
        {title: 'Code', cell: ({code}) => markup`<code>${code}</code>`},
        {title: 'Cause', cell: ({code}) => causeOf(code)},
      ],
      rows: [
        ...report.readings
          .filter(({outcome}) => outcome !== 'complete')
          .map(({name, outcome, code}) => ({
            name,
            outcome: outcome === 'failed' ? 'nothing' : 'a part',
            code,
          })),
        ...report.discoveryFailures.map(({name, code}) => ({name, outcome: 'not discovered', code})),
      ],
      none: 'All that was to be read was read.',
    })}`;
}

function namespaceSentences(settings: Settings): string[] {
  const {ignoreNamespaces, namespaceSelector, clusterScoped, selectors} = settings;
  const {watchNamespaces} = namespacesOf(settings);
  return [
    watchNamespaces.length > 0
      ? `Only these namespaces are read: ${watchNamespaces.join(', ')}.`
      : ignoreNamespaces.length > 0
        ? `These namespaces are not read: ${ignoreNamespaces.join(', ')}.`
        : namespaceSelector === undefined
          ? 'Every namespace is read.'
          : '',
    namespaceSelector === undefined ? '' : `Only namespaces with the labels ${namespaceSelector} are read.`,
    ...Object.entries(selectors).map(
      ([type, selector]) =>
        `Of ${type}, only what these select is read: ${Object.values(selector).join(', ')}.`,
    ),
    ...(clusterScoped ? [] : ['What lies in no namespace is not read.']),
  ].filter((sentence) => sentence !== '');
}

/** The sentence of the run may name an object; that of the table never does. */
function causeOf(code: string | undefined): string {
  const entries: Readonly<Record<string, {readonly cause: string}>> = errorTable;
  return code !== undefined && Object.hasOwn(entries, code)
    ? (entries[code]?.cause ?? '').replaceAll('`', '')
    : '';
}
