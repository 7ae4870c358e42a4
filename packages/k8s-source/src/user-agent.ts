import {VERSION} from '@firefly/core';

/** `User-Agent` of every request: kube-apiserver pretty-prints for what looks like curl or a browser. */
export const USER_AGENT = `k8s-collector v${VERSION}`;
