import {createPrivateKey, generateKeyPairSync} from 'node:crypto';

interface Row {
  readonly cluster?: object;
  readonly user?: object;
  readonly context?: object;
  readonly currentContext?: string | null;
}

const api = 'client.authentication.k8s.io/v1';

/** An exec plugin that answers so. */
function answers(answer: unknown, more: object = {}): Row {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return {
    user: {exec: {apiVersion: api, command: 'printf', args: ['%s', text], interactiveMode: 'Never', ...more}},
  };
}

const credential = {apiVersion: api, kind: 'ExecCredential'};
const good = {...credential, status: {token: 'pl-t0ken'}};

/**
 * Kubeconfigs that decode well and that kubectl uses, or refuses, for a reason of their own: what it did with them against
 * a server is what must be done here. Files: `ca.crt`, `client.crt`, `client.key`, `token`, `empty`.
 */
export function usableRows({ca, cert, key}: {ca: string; cert: string; key: string}): Record<string, Row> {
  const asBase64 = (text: string) => Buffer.from(text).toString('base64');
  const token = {token: 'tok'};
  const files = {'client-certificate': 'client.crt', 'client-key': 'client.key'};
  const foreign = generateKeyPairSync('ec', {namedCurve: 'P-256'}).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  const encrypted = createPrivateKey(key).export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'x',
  });
  const rows: Record<string, Row> = {
    'a token': {user: token},
    'CA as file and data': {user: token, cluster: {'certificate-authority-data': asBase64(ca)}},
    'CA and insecure': {user: token, cluster: {'insecure-skip-tls-verify': true}},
    insecure: {user: token, cluster: {'certificate-authority': '', 'insecure-skip-tls-verify': true}},
    'CA that is missing': {user: token, cluster: {'certificate-authority': 'missing'}},
    'CA that is none': {user: token, cluster: {'certificate-authority': 'token'}},
    'CA that is a key': {user: token, cluster: {'certificate-authority': 'client.key'}},
    'CA among other text': {
      user: token,
      cluster: {'certificate-authority': '', 'certificate-authority-data': asBase64(`a\n${ca}\nb`)},
    },
    'no server': {user: token, cluster: {server: ''}},
    'server without a scheme': {user: token, cluster: {server: '127.0.0.1:1'}},
    'server with a space': {user: token, cluster: {server: ' https://127.0.0.1:1'}},
    'server by ftp': {user: token, cluster: {server: 'ftp://127.0.0.1:1'}},
    'tls-server-name': {user: token, cluster: {'tls-server-name': 'localhost'}},
    'proxy-url by ftp': {user: token, cluster: {'proxy-url': 'ftp://x'}},
    'proxy-url without a scheme': {user: token, cluster: {'proxy-url': 'x:3128'}},
    nothing: {user: {}},
    'a username': {user: {username: 'ann'}},
    'a password': {user: {password: 'x'}},
    both: {user: {username: 'ann', password: 'x'}},
    'both and a token': {user: {username: 'ann', password: 'x', ...token}},
    'a token of two lines': {user: {token: 'a\n'}},
    'a token after a space': {user: {token: ' tok'}},
    'a token file': {user: {tokenFile: 'token'}},
    'a token file and a token': {user: {tokenFile: 'token', ...token}},
    'a token file that is missing': {user: {tokenFile: 'missing'}},
    'a token file that is missing, and a token': {user: {tokenFile: 'missing', ...token}},
    'a token file that is empty': {user: {tokenFile: 'empty'}},
    'a certificate and its key': {user: files},
    'a certificate and its key, the other way round': {
      user: {'client-certificate': 'client.key', 'client-key': 'client.crt'},
    },
    'a certificate as file and data': {user: {...files, 'client-certificate-data': asBase64(cert)}},
    'a key as file and data': {user: {...files, 'client-key-data': asBase64(key)}},
    'a certificate without its key': {user: {'client-certificate': 'client.crt'}},
    'a key without its certificate': {user: {'client-key': 'client.key'}},
    'a key without its certificate, and a token': {user: {'client-key': 'client.key', ...token}},
    'a key of another certificate': {
      user: {'client-certificate': 'client.crt', 'client-key-data': asBase64(String(foreign))},
    },
    'a key that is encrypted': {
      user: {'client-certificate': 'client.crt', 'client-key-data': asBase64(String(encrypted))},
    },
    'a certificate that is missing': {user: {...files, 'client-certificate': 'missing'}},
    'a certificate that is empty': {user: {...files, 'client-certificate': 'empty'}},
    'a certificate and key in one, each first once': {
      user: {
        'client-certificate-data': asBase64(`${key}\n${cert}`),
        'client-key-data': asBase64(`${cert}\n${key}`),
      },
    },
    'groups without a name': {user: {...token, 'as-groups': ['a']}},
    'a plugin': answers(good),
    'a plugin without interactiveMode': answers(good, {interactiveMode: undefined}),
    'a plugin of v1beta1 without interactiveMode': answers(
      {...good, apiVersion: `${api}beta1`},
      {apiVersion: `${api}beta1`, interactiveMode: undefined},
    ),
    'a plugin that is sometimes interactive': answers(good, {interactiveMode: 'Sometimes'}),
    'a plugin that is always interactive': answers(good, {interactiveMode: 'Always'}),
    'a plugin of v1alpha1': answers(good, {apiVersion: `${api}alpha1`}),
    'a plugin without apiVersion': answers(good, {apiVersion: ''}),
    'a plugin without command': answers(good, {command: ''}),
    'a plugin with a nameless variable': answers(good, {env: [{name: '', value: 'x'}]}),
    'a plugin that is missing': answers(good, {command: 'no-such-plugin'}),
    'a plugin that fails': answers(good, {command: 'false'}),
    'a plugin beside a token': {user: {...answers(good).user, ...token}},
    'a plugin beside an auth provider': {user: {...answers(good).user, 'auth-provider': {name: 'oidc'}}},
    'a plugin that answers nothing': answers(''),
    'a plugin that answers text': answers('tok'),
    'a plugin that answers something behind it': answers(`${JSON.stringify(good)} x`),
    'a plugin that answers another kind': answers({...good, kind: 'Other'}),
    'a plugin that answers no kind': answers({status: good.status}),
    'a plugin that answers another version': answers({...good, apiVersion: `${api}beta1`}),
    'a plugin that answers no status': answers(credential),
    'a plugin that answers an empty status': answers({...credential, status: {}}),
    'a plugin that answers a number': answers({...credential, status: {token: 1}}),
    'a plugin that answers a certificate alone': answers({
      ...credential,
      status: {clientCertificateData: cert},
    }),
    'a plugin that answers a pair': answers({
      ...credential,
      status: {clientCertificateData: cert, clientKeyData: key},
    }),
    'a plugin that answers a wrong pair': answers({
      ...credential,
      status: {clientCertificateData: cert, clientKeyData: foreign},
    }),
    'a plugin that answers what has expired': answers({
      ...credential,
      status: {token: 'old', expirationTimestamp: '2020-01-01T00:00:00Z'},
    }),
    'a plugin that answers no date': answers({
      ...credential,
      status: {token: 'old', expirationTimestamp: 'soon'},
    }),
    'an auth provider that nobody knows': {user: {'auth-provider': {name: 'openstack'}, ...token}},
    'an auth provider without a name': {user: {'auth-provider': {config: {}}}},
    'an auth provider without its issuer': {user: {'auth-provider': {name: 'oidc'}}},
    'no current context': {user: token, currentContext: null},
    'a current context that is missing': {user: token, currentContext: 'gone'},
    'a context without a user': {user: token, context: {user: ''}},
    'a context without a cluster': {user: token, context: {cluster: ''}},
    'a context whose user is missing': {user: token, context: {user: 'gone'}},
    'a context whose cluster is missing': {user: token, context: {cluster: 'gone'}},
    'a namespace that is none': {user: token, context: {namespace: 'A_b'}},
  };
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [
      name,
      {...row, cluster: {'certificate-authority': 'ca.crt', ...row.cluster}},
    ]),
  );
}
