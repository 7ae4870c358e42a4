import {CollectorError, messageOf, readRecord, readString, type ResourceType} from '@firefly/core';
import type {ApiServer} from '@firefly/k8s-source';

import {countObjects} from '../types/count-objects.ts';

/** What the cluster says about one permission. Not allowed and not known are two things. */
export type Permission =
  | {readonly kind: 'allowed'}
  | {readonly kind: 'denied'}
  | {readonly kind: 'unknown'; readonly message: string};

export interface PermissionQuestion {
  readonly type: ResourceType;
  readonly verb: 'get' | 'list';
  /** Absent: in the whole cluster. */
  readonly namespace?: string | undefined;
}

/**
 * Asks with a SelfSubjectAccessReview, which every authenticated user may create and which changes nothing. Where that
 * cannot be asked, or an authorizer failed over it, a list of one object's metadata tells whether listing is allowed.
 * Throws nothing but the signal's reason.
 */
export async function askPermission(
  api: ApiServer,
  question: PermissionQuestion,
  signal: AbortSignal,
): Promise<Permission> {
  const {type, verb, namespace} = question;
  const {group, version, resource} = type;
  const resourceAttributes = {
    verb,
    group,
    version,
    resource,
    ...(namespace === undefined ? {} : {namespace}),
  };
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: {resourceAttributes},
  };
  let problem: string;
  try {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const review = readRecord(await api.json(path, {signal, body}), 'the SelfSubjectAccessReview');
    const status = readRecord(review['status'], 'status');
    const allowed = status['allowed'];
    const evaluationError = readString(status['evaluationError'], 'status.evaluationError');
    if (allowed === true) return {kind: 'allowed'};
    if (allowed === false && evaluationError === '') return {kind: 'denied'};
    problem = evaluationError === '' ? 'the answer to the access review says nothing' : evaluationError;
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CollectorError)) throw error;
    problem = messageOf(error);
  }
  if (verb !== 'list') return {kind: 'unknown', message: problem};
  const listed = await countObjects(api, type, {namespace, signal});
  if (listed.kind === 'counted') return {kind: 'allowed'};
  return listed.kind === 'denied' ? {kind: 'denied'} : {kind: 'unknown', message: problem};
}
