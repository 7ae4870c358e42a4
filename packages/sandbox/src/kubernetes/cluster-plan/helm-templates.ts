import {largestHelmPayload, helmPayload} from './helm-payload.ts';
import type {SlotText, TemplateSlots} from './object-template.ts';
import type {Position} from './position.ts';
import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

/** The status of each revision of a release, oldest first. */
export type HelmHistory = readonly (
  | 'deployed'
  | 'superseded'
  | 'failed'
  | 'pending-install'
  | 'uninstalled'
)[];

/** A revision in a Secret (Helm's default driver): base64 once by Helm and once by Kubernetes. */
export function helmSecretTemplate(history: HelmHistory): TemplateBuilder {
  return (at) => ({
    metadata: releaseMetadata(at, history),
    data: {
      release: at.text(
        (position) => Buffer.from(payload(position, history)).toString('base64'),
        largestHelmPayload,
      ),
    },
    type: 'helm.sh/release.v1',
  });
}

/** A revision in a ConfigMap (`HELM_DRIVER=configmap`): base64 once. */
export function helmConfigMapTemplate(history: HelmHistory): TemplateBuilder {
  return (at) => ({
    metadata: releaseMetadata(at, history),
    data: {release: at.text((position) => payload(position, history), largestHelmPayload)},
  });
}

/** The name that Helm gives to a revision's object. */
export function helmObjectName(release: string, child: number): string {
  return `sh.helm.release.v1.${release}.v${child + 1}`;
}

function releaseMetadata(at: TemplateSlots, history: HelmHistory) {
  const status: SlotText = ({child}) => history[child] ?? '';
  return typedMetadata(at, {
    labels: {
      modifiedAt: at.text((position) => String(Math.floor(Date.parse(position.time(52)) / 1000))),
      name: at.memberName,
      owner: 'helm',
      status: at.text(status),
      version: at.text(({child}) => String(child + 1)),
    },
  });
}

function payload(position: Position, history: HelmHistory): string {
  const {memberName, namespace, child} = position;
  return helmPayload({
    name: memberName,
    namespace,
    version: child + 1,
    status: history[child] ?? '',
    firstDeployed: position.time(51),
    lastDeployed: position.time(52),
  });
}
