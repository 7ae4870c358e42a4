import type {LoadedSettings} from '../settings/loaded-settings.ts';
import type {SettingName} from '../settings/settings.ts';
import type {TypeRow} from './type-row.ts';

/** Which settings decided whether a type is collected, and how much of it: a sentence for each, with where it was set. */
export function explainType(row: TypeRow, {values, entries}: LoadedSettings): string[] {
  const {resource, reason, message, namespaces, selector = {}} = row;
  const from = (name: SettingName) => {
    const {origin} = entries[name];
    return `${name} (${origin === 'default' ? 'by default' : origin})`;
  };
  const scope = (
    ['watchNamespace', 'watchNamespaces', 'ignoreNamespaces', 'namespaceSelector'] as const
  ).filter((name) => values[name] !== undefined && String(values[name]) !== '');
  return [
    ruleOf(row, values, from),
    ...(reason === 'denied' || reason === 'cannot be listed' ? [`But it cannot be listed: ${message}`] : []),
    ...(namespaces === undefined ? [] : [`Only these namespaces may be listed: ${namespaces.join(', ')}.`]),
    ...(resource.namespaced
      ? scope.map((name) => `${from(name)} decides of which namespaces: ${String(values[name])}.`)
      : []),
    ...Object.values(selector).map((text) => `${from('selectors')} takes of it only: ${text}.`),
  ];
}

function ruleOf(
  {rule, by = '', resource}: TypeRow,
  {resources, resourceSwitches}: LoadedSettings['values'],
  from: (name: SettingName) => string,
): string {
  const named = (setting: SettingName) =>
    `${from(Object.hasOwn(resourceSwitches, by) ? 'resourceSwitches' : setting)} names it as "${by}".`;
  switch (rule) {
    case 'default list':
      return resources === undefined
        ? 'It is in the default list, which counts as long as resources is not set.'
        : `${from('resources')} asks for the default list, and it is in that.`;
    case 'recent list':
      return `${from('resources')} asks for default+recent, and it is in that.`;
    case 'named':
      return named('resources');
    case 'added':
      return named('addTypes');
    case 'removed':
      return `${named('removeTypes')} That counts whatever else names it.`;
    case 'custom resource':
      return `No list names it; it is a custom resource, which ${from('customResources')} collects.`;
    case 'cluster-scoped':
      return `Its objects lie in no namespace, and ${from('clusterScoped')} is false.`;
    case 'no list verb':
      return 'The API server offers no list of it.';
    case 'only in default+recent':
      return `${from('resources')} does not ask for it; default+recent does.`;
    case 'served by another group':
      return `Its objects are collected as ${by}.`;
    case 'not in the list': {
      const custom =
        resource.custom === true
          ? `, and it is a custom resource, which ${from('customResources')} leaves out`
          : '';
      return `Neither ${from('resources')} nor ${from('addTypes')} names it${custom}.`;
    }
    case 'denied':
    case 'cannot be listed':
      return 'The API server decided.';
  }
}
