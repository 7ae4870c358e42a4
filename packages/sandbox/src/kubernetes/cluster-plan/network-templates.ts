import type {TemplateBuilder} from './template-builder.ts';
import {lastApplied, typedMetadata} from './typed-metadata.ts';
import type {TemplateSlots} from './object-template.ts';

const addressOf = (at: TemplateSlots, child: number) =>
  at.text(({member}) => `10.${(member >>> 8) & 255}.${member & 255}.${child + 1}`);

/** The Service of an application; `headless` for a StatefulSet's. */
export function serviceTemplate(headless: boolean): TemplateBuilder {
  return (at) => {
    const labels = {app: at.memberName};
    const clusterIP = headless
      ? 'None'
      : at.text(({member}) => `172.${16 + ((member >>> 16) & 15)}.${(member >>> 8) & 255}.${member & 255}`);
    const spec = {
      ports: [{name: 'http', protocol: 'TCP', port: 80, targetPort: 'http'}],
      selector: labels,
      clusterIP,
      clusterIPs: [clusterIP],
      type: 'ClusterIP',
      sessionAffinity: 'None',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      internalTrafficPolicy: 'Cluster',
    };
    const manifest = {apiVersion: 'v1', kind: 'Service', metadata: {annotations: {}, name: at.name}, spec};
    return {
      metadata: typedMetadata(at, {
        labels,
        annotations: lastApplied(manifest),
        managers: [{manager: 'kubectl-client-side-apply', apiVersion: 'v1', fields: {spec}}],
      }),
      spec,
      status: {loadBalancer: {}},
    };
  };
}

/** Endpoints have no owner reference: only their name ties them to their Service. */
export const endpointsTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {
    labels: {app: at.memberName, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller'},
    annotations: {'endpoints.kubernetes.io/last-change-trigger-time': at.created},
  }),
  subsets: [
    {
      addresses: [0, 1, 2].map((child) => ({
        ip: addressOf(at, child),
        nodeName: 'node-000',
        targetRef: {kind: 'Pod', namespace: at.namespace, name: `${at.memberName}-${child}`},
      })),
      ports: [{name: 'http', port: 8080, protocol: 'TCP'}],
    },
  ],
});

/** The EndpointSlice of the Service of one population. */
export function endpointSliceTemplate(service: string): TemplateBuilder {
  return (at, refs) => ({
    metadata: typedMetadata(at, {
      generateName: `${at.memberName}-`,
      generation: 1,
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': at.memberName,
      },
      owner: {apiVersion: 'v1', kind: 'Service', name: refs.name(service), uid: refs.uid(service)},
    }),
    addressType: 'IPv4',
    endpoints: [0, 1, 2].map((child) => ({
      addresses: [addressOf(at, child)],
      conditions: {ready: true, serving: true, terminating: false},
      nodeName: 'node-000',
      zone: 'eu-central-1a',
    })),
    ports: [{name: 'http', protocol: 'TCP', port: 8080}],
  });
}

/** An Ingress, with a configuration snippet as annotation. */
export const ingressTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {
    generation: 1,
    annotations: {
      'cert-manager.io/cluster-issuer': 'letsencrypt',
      'nginx.ingress.kubernetes.io/configuration-snippet': 'if ($host ~ "^www\\.") { return 301; } # <&>\n',
    },
  }),
  spec: {
    ingressClassName: 'nginx',
    tls: [{hosts: [`${at.name}.example.com`], secretName: `${at.name}-tls`}],
    rules: [
      {
        host: `${at.name}.example.com`,
        http: {
          paths: [{path: '/', pathType: 'Prefix', backend: {service: {name: at.name, port: {number: 80}}}}],
        },
      },
    ],
  },
  status: {loadBalancer: {ingress: [{ip: '198.51.100.7'}]}},
});

/** A NetworkPolicy. */
export const networkPolicyTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {generation: 1}),
  spec: {
    podSelector: {matchLabels: {tier: 'backend'}},
    ingress: [
      {
        from: [{namespaceSelector: {matchLabels: {team: at.namespace}}}],
        ports: [{protocol: 'TCP', port: 8080}],
      },
    ],
    policyTypes: ['Ingress'],
  },
});
