import type {TemplateBuilder} from './template-builder.ts';
import {typedMetadata} from './typed-metadata.ts';

const claims = 'persistentvolumeclaims/sts';

/** A claim that a StatefulSet's template made; only its name says so. */
export const claimTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {
    labels: {app: at.memberName},
    annotations: {
      'pv.kubernetes.io/bind-completed': 'yes',
      'volume.kubernetes.io/storage-provisioner': 'ebs.csi.example.com',
    },
    finalizers: ['kubernetes.io/pvc-protection'],
  }),
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: {requests: {storage: '10Gi'}},
    volumeName: `pvc-${at.uid}`,
    storageClassName: 'fast',
    volumeMode: 'Filesystem',
  },
  status: {phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: {storage: '10Gi'}},
});

/** The volume of that claim, named `pvc-<uid of the claim>`. */
export const volumeTemplate: TemplateBuilder = (at, refs) => ({
  metadata: typedMetadata(at, {
    namespaced: false,
    annotations: {'pv.kubernetes.io/provisioned-by': 'ebs.csi.example.com'},
    finalizers: ['kubernetes.io/pv-protection'],
  }),
  spec: {
    capacity: {storage: '10Gi'},
    csi: {
      driver: 'ebs.csi.example.com',
      volumeHandle: at.text((position) => `vol-${position.chance(5).toString(16)}`),
    },
    accessModes: ['ReadWriteOnce'],
    claimRef: {
      kind: 'PersistentVolumeClaim',
      namespace: at.namespace,
      name: at.text(refs.name(claims, (child) => child)),
      uid: at.text(refs.uid(claims, (child) => child)),
      apiVersion: 'v1',
    },
    persistentVolumeReclaimPolicy: 'Delete',
    storageClassName: 'fast',
    volumeMode: 'Filesystem',
  },
  status: {phase: 'Bound', lastPhaseTransitionTime: at.created},
});

/** A StorageClass. */
export const storageClassTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  provisioner: 'ebs.csi.example.com',
  parameters: {type: 'gp3'},
  reclaimPolicy: 'Delete',
  allowVolumeExpansion: true,
  volumeBindingMode: 'WaitForFirstConsumer',
});

/** A CSIDriver. */
export const csiDriverTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  spec: {
    attachRequired: true,
    podInfoOnMount: false,
    volumeLifecycleModes: ['Persistent'],
    requiresRepublish: false,
  },
});

/** A CSINode. */
export const csiNodeTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  spec: {
    drivers: [
      {name: 'ebs.csi.example.com', nodeID: at.name, topologyKeys: ['zone'], allocatable: {count: 25}},
    ],
  },
});

/** A VolumeAttachment. */
export const volumeAttachmentTemplate: TemplateBuilder = (at) => ({
  metadata: typedMetadata(at, {namespaced: false}),
  spec: {attacher: 'ebs.csi.example.com', source: {persistentVolumeName: at.name}, nodeName: 'node-000'},
  status: {attached: true},
});
