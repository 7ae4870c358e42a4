import type {DiscoveryFailure} from '@firefly/core';

/**
 * What a row of `discoveryFailures` is about. Beside the API groups of a cluster, a folder in its place has files that
 * cannot be read, and gaps that its `report.json` tells of.
 */
export function failureSubject({groupVersion}: DiscoveryFailure): 'API group' | 'file' | 'gap' {
  if (groupVersion === 'report.json') return 'gap';
  return /\.(nd)?json$/.test(groupVersion) ? 'file' : 'API group';
}
