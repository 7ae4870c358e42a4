import {CollectorError} from '@firefly/core';

/** `HELM_DRIVER` names a storage that cannot be read through the cluster's API. */
export class HelmDriverUnsupportedError extends CollectorError {
  override readonly name = 'HelmDriverUnsupportedError';
  readonly code = 'HELM_DRIVER_UNSUPPORTED';
  readonly driver: string;

  constructor(driver: string) {
    const known = ['memory', 'sql'].includes(driver.toLowerCase());
    const shown = JSON.stringify(driver.slice(0, 64));
    super(
      known
        ? `Helm releases are not collected: HELM_DRIVER is ${shown}, which keeps releases outside the cluster; secret and configmap can be read.`
        : `Helm releases are not collected: HELM_DRIVER is ${shown}, expected secret or configmap.`,
    );
    this.driver = driver;
  }
}
