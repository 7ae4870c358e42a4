/** What a request wants to do, as the authorizer sees it. */
export interface AccessRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  /** Absent: at the cluster scope, so in all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** A rule of a role; `*` means all. */
export interface AccessRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  /** Plural names, `pods/log` for subresources. */
  readonly resources: readonly string[];
  /** Namespaces in which a Role grants it; absent: a ClusterRole does, everywhere. */
  readonly namespaces?: readonly string[];
}

interface NamedUser {
  readonly name: string;
  /** Its first bearer token; one is made up when absent. */
  readonly token?: string;
}

/** A user and what it may do: rules as RBAC has them, with exceptions that RBAC lacks, or any function. */
export type SandboxUser = NamedUser &
  (
    | {readonly rules: readonly AccessRule[]; readonly except?: readonly AccessRule[]}
    | {readonly allows: (request: AccessRequest) => boolean}
  );

/** What every authenticated user may do: the roles `system:basic-user` and `system:discovery`. */
export const basicRules: readonly AccessRule[] = [
  {
    verbs: ['create'],
    groups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  {verbs: ['create'], groups: ['authentication.k8s.io'], resources: ['selfsubjectreviews']},
];

/** A rule that allows everything, everywhere. */
export const everything: AccessRule = {verbs: ['*'], groups: ['*'], resources: ['*']};

/** Whether the user may do this to a resource. */
export function isAllowed(user: SandboxUser, request: AccessRequest): boolean {
  if (basicRules.some((rule) => ruleCovers(rule, request))) return true;
  if ('allows' in user) return user.allows(request);
  if (user.except?.some((rule) => ruleCovers(rule, request)) === true) return false;
  return user.rules.some((rule) => ruleCovers(rule, request));
}

/** Whether the user may do anything to everything, paths included: `cluster-admin`. */
export function isAdministrator(user: SandboxUser): boolean {
  const isAny = (list: readonly string[]) => list.includes('*');
  return (
    'rules' in user &&
    user.rules.some(({verbs, groups, resources}) => [verbs, groups, resources].every(isAny))
  );
}

function ruleCovers(rule: AccessRule, request: AccessRequest): boolean {
  const resource =
    request.subresource === undefined ? request.resource : `${request.resource}/${request.subresource}`;
  return (
    includes(rule.verbs, request.verb) &&
    includes(rule.groups, request.group) &&
    includes(rule.resources, resource) &&
    (rule.namespaces === undefined ||
      (request.namespace !== undefined && rule.namespaces.includes(request.namespace)))
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}
