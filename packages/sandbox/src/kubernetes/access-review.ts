import {
  type AccessRequest,
  type AccessRule,
  basicRules,
  isAllowed,
  type SandboxUser,
} from './access-control.ts';
import type {Answer} from '../loopback/answer.ts';
import {goAnswer} from './go-json.ts';
import {definitionName, type ResourceDefinition} from './resource-definition.ts';
import {badRequest, statusResponse} from './status-response.ts';

interface ReviewSpec {
  readonly namespace?: string;
  readonly resourceAttributes?: Partial<AccessRequest>;
  readonly nonResourceAttributes?: {readonly path?: string; readonly verb?: string};
}

const publicUrls =
  '/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'.split(' ');
const publicPaths = /^\/(api|apis|healthz|livez|openapi|readyz|version)(\/|$)/;

/** Whether any authenticated user may get this path: the roles `system:discovery` and `system:public-info-viewer`. */
export function isPublicPath(path: string): boolean {
  return publicPaths.test(path);
}

/** Answers a SelfSubjectAccessReview from the table that requests are judged by. */
export function accessReview(user: SandboxUser, body: Buffer): Answer {
  const spec = parseSpec(body, 'SelfSubjectAccessReview');
  if (!('value' in spec)) return spec.refusal;
  const {resourceAttributes: resource, nonResourceAttributes: path} = spec.value;
  if ((resource === undefined) === (path === undefined)) {
    const [field, what] =
      resource === undefined
        ? [
            'spec.resourceAttributes',
            'null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
          ]
        : ['spec.nonResourceAttributes', 'cannot be specified in combination with resourceAttributes'];
    const cause = `Invalid value: ${what}`;
    const causes = [{reason: 'FieldValueInvalid', message: cause, field}];
    const message = `.authorization.k8s.io "" is invalid: ${field}: ${cause}`;
    const details = {group: 'authorization.k8s.io', causes};
    return statusResponse({code: 422, reason: 'Invalid', message, details});
  }
  const {verb = '', group = '', resource: name = '', ...where} = resource ?? {};
  const allowed =
    resource === undefined
      ? isPublicPath(path?.path ?? '') && path?.verb === 'get'
      : isAllowed(user, {verb, group, resource: name, ...named(where)});
  const reason = `RBAC: allowed by ClusterRoleBinding "sandbox" to User "${user.name}"`;
  return created('SelfSubjectAccessReview', spec.value, {allowed, ...(allowed ? {reason} : {})});
}

/** Without what is empty, which counts as absent. */
function named<T extends object>(names: T): Partial<T> {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== '')) as Partial<T>;
}

/** What a SelfSubjectRulesReview is answered from. */
export interface RulesReviewOptions {
  readonly user: SandboxUser;
  readonly body: Buffer;
  readonly resources: readonly ResourceDefinition[];
  /** Set when an authorizer cannot enumerate its rules (webhooks cannot). */
  readonly incomplete: boolean;
}

/** Answers a SelfSubjectRulesReview: the rules that hold in one namespace. */
export function rulesReview({user, body, resources, incomplete}: RulesReviewOptions): Answer {
  const spec = parseSpec(body, 'SelfSubjectRulesReview');
  if (!('value' in spec)) return spec.refusal;
  const {namespace} = spec.value;
  if (namespace === undefined || namespace === '') return badRequest('no namespace on request');
  const rules = incomplete ? [] : rulesIn(user, namespace, resources);
  const status = {
    resourceRules: [...basicRules, ...rules].map(({verbs, groups, resources: names}) => ({
      verbs,
      apiGroups: groups,
      resources: names,
    })),
    nonResourceRules: [{verbs: ['get'], nonResourceURLs: publicUrls}],
    incomplete,
    ...(incomplete ? {evaluationError: 'webhook authorizer does not support user rule resolution'} : {}),
  };
  return created('SelfSubjectRulesReview', {}, status);
}

function rulesIn(
  user: SandboxUser,
  namespace: string,
  resources: readonly ResourceDefinition[],
): readonly AccessRule[] {
  if ('rules' in user && user.except === undefined) {
    return user.rules.filter((rule) => rule.namespaces?.includes(namespace) ?? true);
  }
  // Exceptions and functions have no rules of their own: ask for every resource, as a role that lists them would.
  return [
    ...new Map(resources.map((definition) => [definitionName(definition), definition])).values(),
  ].flatMap(({group, resource, verbs}) => {
    const granted = verbs.filter((verb) => isAllowed(user, {verb, group, resource, namespace}));
    return granted.length === 0 ? [] : [{verbs: granted, groups: [group], resources: [resource]}];
  });
}

function parseSpec(body: Buffer, kind: string): {readonly value: ReviewSpec} | {readonly refusal: Answer} {
  const refused = (message: string) => ({refusal: badRequest(message)});
  try {
    const review = JSON.parse(body.toString()) as {kind?: string; spec?: ReviewSpec};
    if (review.kind === undefined || review.kind === kind) return {value: review.spec ?? {}};
    return refused(`${review.kind} in version "v1" cannot be handled as a ${kind}: unknown conversion`);
  } catch {
    const text = body.length === 0 ? '<empty>' : body.toString('hex');
    return refused(
      `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error (${text})`,
    );
  }
}

function created(kind: string, spec: unknown, status: unknown): Answer {
  return goAnswer(201, {kind, apiVersion: 'authorization.k8s.io/v1', metadata: {}, spec, status});
}
