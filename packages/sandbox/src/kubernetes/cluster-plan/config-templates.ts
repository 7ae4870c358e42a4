import type {TemplateBuilder} from './template-builder.ts';
import {lastApplied, typedMetadata} from './typed-metadata.ts';

const properties = Array.from(
  {length: 24},
  (_, index) =>
    `feature.${index}.enabled=${index % 3 === 0}\nfeature.${index}.label="Größe <${index}> & mehr"\n`,
).join('');

/** A ConfigMap of properties, with escapes and scripts from several alphabets. */
export const configMapTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {
    labels: {app: at.memberName},
    managers: [{manager: 'helm', apiVersion: 'v1', fields: {data: {'application.properties': ''}}}],
  }),
  data: {
    'application.properties': properties,
    'name.txt': `${at.name}.${at.namespace}\n`,
    'unicode.txt': '日本語 – “quotes” \u2028 line separator, \u0007 bell, \\u0041 not an escape',
  },
});

/** The CA bundle that a controller puts into every namespace. */
export const rootCertificateTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {annotations: {'kubernetes.io/description': 'Contains a CA bundle.'}}),
  data: {
    'ca.crt': `-----BEGIN CERTIFICATE-----\n${'MIIBdzCCAR2gAwIBAgIBADAKBggqhkjOPQQD\n'.repeat(12)}-----END CERTIFICATE-----\n`,
  },
});

/** A Secret that somebody applied with kubectl, so that its values stand twice. */
export const credentialsTemplate: TemplateBuilder = (at) => {
  const data = {
    password: at.text((position) => Buffer.from(`pw-${position.chance(31)}`).toString('base64')),
    token: at.text((position) => Buffer.from(`token-${position.uid}`).toString('base64')),
  };
  const manifest = {
    apiVersion: 'v1',
    data,
    kind: 'Secret',
    metadata: {annotations: {}, name: at.name},
    type: 'Opaque',
  };
  return {
    metadata: typedMetadata(at, {labels: {app: at.memberName}, annotations: lastApplied(manifest)}),
    data,
    type: 'Opaque',
  };
};

/** The Secret that cert-manager makes for a Certificate; its annotation says which. */
export const tlsSecretTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {annotations: {'cert-manager.io/certificate-name': at.memberName}}),
  data: {
    'tls.crt': Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n').toString(
      'base64',
    ),
    'tls.key': at.text((position) => Buffer.from(`key of ${position.uid}`).toString('base64')),
  },
  type: 'kubernetes.io/tls',
});

/** A ServiceAccount, the smallest object there is. */
export const serviceAccountTemplate: TemplateBuilder = (at) => ({metadata: typedMetadata(at)});

/** A namespace's LimitRange. */
export const limitRangeTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  spec: {limits: [{type: 'Container', default: {cpu: '1', memory: '512Mi'}, defaultRequest: {cpu: '100m'}}]},
});

/** A namespace's ResourceQuota. */
export const resourceQuotaTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at),
  spec: {hard: {pods: '100', 'requests.cpu': '20'}},
  status: {hard: {pods: '100', 'requests.cpu': '20'}, used: {pods: '7', 'requests.cpu': '700m'}},
});
