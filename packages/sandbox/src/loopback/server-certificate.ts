import {generate} from 'selfsigned';

/** PEM texts of one server. */
export interface ServerCertificate {
  /** PEM of the authority that clients must trust. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

let made: Promise<ServerCertificate> | undefined;

/**
 * An authority of its own and a server certificate for loopback names, made once a process: new keys for each server
 * would cost every test 20 ms and prove nothing.
 */
export function serverCertificate(): Promise<ServerCertificate> {
  made ??= makeCertificate();
  return made;
}

async function makeCertificate(): Promise<ServerCertificate> {
  const keyType = 'ec';
  const algorithm = 'sha256';
  const authority = await generate([{name: 'commonName', value: 'firefly-sandbox-ca'}], {
    keyType,
    algorithm,
    extensions: [
      {name: 'basicConstraints', cA: true, critical: true},
      {name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true},
    ],
  });
  const server = await generate([{name: 'commonName', value: 'kube-apiserver'}], {
    keyType,
    algorithm,
    ca: {key: authority.private, cert: authority.cert},
    extensions: [
      {name: 'basicConstraints', cA: false, critical: true},
      {name: 'keyUsage', digitalSignature: true, critical: true},
      {name: 'extKeyUsage', serverAuth: true},
      {
        name: 'subjectAltName',
        altNames: [
          {type: 2, value: 'localhost'},
          {type: 2, value: 'kubernetes.default.svc'},
          {type: 7, ip: '127.0.0.1'},
          {type: 7, ip: '::1'},
        ],
      },
    ],
  });
  return {ca: authority.cert, cert: server.cert, key: server.private};
}
