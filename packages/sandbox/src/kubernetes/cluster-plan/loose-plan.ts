import {applicationTemplate, applicationVariants} from './application-template.ts';
import {configMapTemplate, tlsSecretTemplate} from './config-templates.ts';
import {
  analysisTemplateTemplate,
  appProjectTemplate,
  certificateRequestTemplate,
  certificateTemplate,
  prometheusRuleTemplate,
  routeTemplate,
  serviceMonitorTemplate,
  widgetTemplate,
} from './custom-templates.ts';
import {
  helmConfigMapTemplate,
  type HelmHistory,
  helmObjectName,
  helmSecretTemplate,
} from './helm-templates.ts';
import {ingressTemplate, networkPolicyTemplate} from './network-templates.ts';
import {eventTemplate, leaseTemplate} from './node-templates.ts';
import type {PlanContext} from './plan-context.ts';
import type {PlannedSegment} from './planned-segment.ts';
import {
  autoscalerTemplate,
  disruptionBudgetTemplate,
  podTemplateTemplate,
  replicationControllerTemplate,
  roleBindingTemplate,
  roleTemplate,
} from './policy-templates.ts';
import type {TemplateBuilder} from './template-builder.ts';

/** Types whose objects stand for themselves, with their share of all such objects. */
export const looseTypes: readonly (readonly [
  resource: string,
  weight: number,
  ...variants: TemplateBuilder[],
])[] = [
  ['ingresses.networking.k8s.io', 12, ingressTemplate],
  ['networkpolicies.networking.k8s.io', 10, networkPolicyTemplate],
  ['horizontalpodautoscalers.autoscaling', 8, autoscalerTemplate],
  ['poddisruptionbudgets.policy', 8, disruptionBudgetTemplate],
  ['roles.rbac.authorization.k8s.io', 8, roleTemplate],
  ['rolebindings.rbac.authorization.k8s.io', 10, roleBindingTemplate],
  ['leases.coordination.k8s.io', 6, leaseTemplate],
  ['events', 8, eventTemplate],
  ['podtemplates', 1, podTemplateTemplate],
  ['replicationcontrollers', 1, replicationControllerTemplate],
  ['applications.argoproj.io', 8, ...applicationVariants.map(applicationTemplate)],
  ['appprojects.argoproj.io', 2, appProjectTemplate],
  ['analysistemplates.argoproj.io', 2, analysisTemplateTemplate],
  ['routes.argoproj.io', 2, routeTemplate],
  ['servicemonitors.monitoring.coreos.com', 6, serviceMonitorTemplate],
  ['prometheusrules.monitoring.coreos.com', 4, prometheusRuleTemplate],
  ['widgets.example.com', 4, widgetTemplate],
];

const clusterScoped = new Set(['routes.argoproj.io']);

/** So many objects of each loose type. */
export function planLoose(
  context: PlanContext,
  counts: ReadonlyMap<string, number>,
): readonly PlannedSegment[] {
  return looseTypes.flatMap(([resource, , ...variants]) => {
    const count = counts.get(resource) ?? 0;
    const name = (resource.split('.')[0] ?? resource).replace(/s$/, '');
    const population = clusterScoped.has(resource)
      ? context.clusterWide(name, count)
      : context.spreadOver(name, count);
    return count === 0 ? [] : [{resource, population, variants}];
  });
}

/** Objects that one Certificate makes: itself, two requests, a Secret. */
export const objectsPerCertificate = 4;

/** Certificates of cert-manager with their children. */
export function planCertificates(context: PlanContext, count: number): readonly PlannedSegment[] {
  const population = context.spreadOver('cert', count, ['cert-']);
  return [
    {resource: 'certificates.cert-manager.io', population, variants: [certificateTemplate]},
    {
      resource: 'certificaterequests.cert-manager.io',
      population,
      perMember: 2,
      nameOf: (name, child) => `${name}-${child + 1}`,
      variants: [certificateRequestTemplate],
    },
    {resource: 'secrets', population, nameOf: (name) => `tls-${name}`, variants: [tlsSecretTemplate]},
  ];
}

/** Histories of Helm releases, by the first word of their names; `zone` ones are stored in ConfigMaps. */
const helmHistories: Readonly<Record<string, HelmHistory>> = {
  chart: ['superseded', 'superseded', 'superseded', 'superseded', 'deployed'],
  flaky: ['superseded', 'deployed', 'failed'],
  gone: ['superseded', 'uninstalled'],
  pending: ['pending-install'],
  zone: ['superseded', 'deployed'],
};

/** Objects that one release of each history makes together. */
export const objectsPerHelmSet = Object.values(helmHistories).reduce(
  (sum, history) => sum + history.length,
  0,
);

/** So many releases of each history. */
export function planHelm(context: PlanContext, sets: number): readonly PlannedSegment[] {
  return Object.entries(helmHistories).map(([word, history]) => ({
    resource: word === 'zone' ? 'configmaps' : 'secrets',
    population: context.spreadOver(word, sets, [`${word}-`]),
    perMember: history.length,
    nameOf: helmObjectName,
    variants: [word === 'zone' ? helmConfigMapTemplate(history) : helmSecretTemplate(history)],
    sizable: false,
  }));
}

/** ConfigMaps of no other meaning, so many that the cluster has its size. */
export function planSettings(context: PlanContext, count: number): readonly PlannedSegment[] {
  return [
    {
      resource: 'configmaps',
      population: context.spreadOver('settings', count),
      variants: [configMapTemplate],
    },
  ];
}
