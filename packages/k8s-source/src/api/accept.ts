/** `Accept` for an object's metadata alone; a server that cannot leave the rest out sends the object. */
export const acceptMetadata = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';
/** The same for a list. */
export const acceptMetadataList =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
