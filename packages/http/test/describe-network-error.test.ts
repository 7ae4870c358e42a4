import {describe, expect, test} from 'vitest';

import {describeNetworkError} from '../src/describe-network-error.ts';

const coded = (code: string, message = 'details') => Object.assign(new Error(message), {code});

function selfWrapped(): Error {
  const error = new Error('round and round');
  error.cause = error;
  return error;
}

describe('a network error in plain words', () => {
  test.each([
    ['one with a known code', coded('ECONNRESET'), 'the connection was reset', true],
    [
      'all addresses of a name',
      new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]),
      'the connection was refused',
      true,
    ],
    [
      'one that another wraps',
      new TypeError('fetch failed', {cause: coded('ENOTFOUND')}),
      'its host name cannot be resolved',
      true,
    ],
    ['one with an unknown code', coded('EWHATEVER', 'odd\n  at place'), 'odd (EWHATEVER)', true],
    ['one without a code', new Error('odd'), 'odd', true],
    ['one that says nothing', new Error(''), 'the connection failed', true],
    ['what is no error', undefined, 'the connection failed', true],
    [
      'a certificate that is not trusted',
      coded('DEPTH_ZERO_SELF_SIGNED_CERT'),
      'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)',
      false,
      true,
    ],
    [
      'an alert of the other side',
      coded('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', '40:error:0A:SSL routines:../deps/openssl.c:9:'),
      'TLS failed (ERR_SSL_TLSV1_ALERT_UNKNOWN_CA)',
      true,
    ],
    ['a certificate that ended', coded('CERT_HAS_EXPIRED'), 'its certificate has expired', false],
    [
      'a certificate of another host',
      coded('ERR_TLS_CERT_ALTNAME_INVALID'),
      'its certificate is for another host name',
      false,
    ],
    [
      'a proxy that refuses',
      new Error('Proxy response (407) !== 200 when …'),
      'the proxy answered 407',
      false,
    ],
    ['a proxy that fails', new Error('Proxy response (503) !== 200 when …'), 'the proxy answered 503', true],
    [
      'one that is known behind one that is not',
      Object.assign(new Error('tunnel', {cause: coded('ECONNRESET')}), {code: 'UND_ERR_PRX_TLS'}),
      'the connection was reset',
      true,
    ],
    ['one that has a code alone', coded('EODD', ''), 'the connection failed (EODD)', true],
    ['one that wraps itself', selfWrapped(), 'round and round', true],
  ])('%s', (_, error, reason, transient, isUntrusted = false) => {
    expect(describeNetworkError(error)).toEqual({reason, transient, isUntrusted});
  });
});
