import {Scalar, stringify} from 'yaml';
import {fieldsOf, listOf, textOf} from './application-fields.ts';

/**
 * The manifest of an Argo CD application: a YAML stream with one document for each of `status.resources[]`, in the
 * shape of Helm's own manifests (`---` before each document). The application knows only which objects it manages, so a
 * document holds their identity and two labels, both with the application's name. An entry without version, kind or
 * name is no object and left out; no entries give an empty stream.
 */
export function applicationManifest(applicationName: string, resources: unknown): string {
  return listOf(resources)
    .map((resource) => documentOf(applicationName, fieldsOf(resource)))
    .filter((document) => document !== undefined)
    .map((document) => `---\n${stringify(document, yamlOptions)}`)
    .join('');
}

/** The older YAML is what Go's parsers read: there `yes` and `on` are no texts unless quoted. */
const yamlOptions = {version: '1.1', lineWidth: 0} as const;

function documentOf(applicationName: string, resource: ReturnType<typeof fieldsOf>) {
  const version = textOf(resource['version']);
  const kind = textOf(resource['kind']);
  const name = textOf(resource['name']);
  if (version === undefined || kind === undefined || name === undefined) return undefined;
  const group = textOf(resource['group']);
  const namespace = textOf(resource['namespace']);
  return {
    apiVersion: yamlText(group === undefined ? version : `${group}/${version}`),
    kind: yamlText(kind),
    metadata: {
      name: yamlText(name),
      ...(namespace === undefined ? {} : {namespace: yamlText(namespace)}),
      labels: {
        'helm.sh/chart': yamlText(applicationName),
        'argocd.argoproj.io/instance': yamlText(applicationName),
      },
    },
  };
}

/** Only what begins with a letter may go unquoted: `0o7`, `1e3` and the like are numbers in one YAML or the other. */
function yamlText(text: string): Scalar<string> {
  const scalar = new Scalar(text);
  if (!/^[A-Za-z]/.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}
