import {Scalar, stringify} from 'yaml';
import {type Fields, fieldsOf, listOf, textOf} from '../json/json-fields.ts';

/**
 * The manifest of an Argo CD application: a YAML stream with one document for each of `status.resources[]`, in the
 * shape of Helm's own manifests (`---` before each document). The application knows only which objects it manages, so a
 * document holds their identity and two labels, both with the application's name. An entry without version, kind or
 * name is no object and left out; no entries give an empty stream.
 *
 * @param limit Characters after which no further document is begun: a longer one is not sent anyway.
 */
export function applicationManifest(applicationName: string, resources: unknown, limit: number): string {
  const labels = [
    '  labels:',
    `    helm.sh/chart: ${yamlText(applicationName)}`,
    `    argocd.argoproj.io/instance: ${yamlText(applicationName)}\n`,
  ].join('\n');
  let manifest = '';
  for (const resource of listOf(resources)) {
    if (manifest.length > limit) break;
    manifest += documentOf(fieldsOf(resource), labels);
  }
  return manifest;
}

function documentOf(resource: Fields, labels: string): string {
  const version = textOf(resource['version']);
  const kind = textOf(resource['kind']);
  const name = textOf(resource['name']);
  if (version === undefined || kind === undefined || name === undefined) return '';
  const group = textOf(resource['group']);
  const namespace = textOf(resource['namespace']);
  return [
    '---',
    `apiVersion: ${yamlText(group === undefined ? version : `${group}/${version}`)}`,
    `kind: ${yamlText(kind)}`,
    'metadata:',
    `  name: ${yamlText(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${yamlText(namespace)}`]),
    labels,
  ].join('\n');
}

/** What is a text in every version of YAML without quotes: names of kinds and of most objects. */
const plainText = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z][\w./-]*$/i;

function yamlText(text: string): string {
  if (plainText.test(text)) return text;
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  // The older YAML is what Go's parsers read.
  return stringify(scalar, {version: '1.1', lineWidth: 0}).trimEnd();
}
