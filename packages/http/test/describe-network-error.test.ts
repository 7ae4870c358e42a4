import {describe, expect, test} from 'vitest';

import {ConnectionFailedError} from '../src/connection-failed-error.ts';
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
      coded('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', '40:error:0A:SSL routines:../deps/openssl.c:9:'),
      'TLS failed (ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION)',
      true,
    ],
    [
      'a server that wants a client certificate',
      coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      'it asks for a client certificate, and none was sent that it takes (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
      false,
    ],
    [
      'a server that may want one',
      coded('ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'),
      'it takes nothing of the TLS that is spoken here, or asks for a client certificate (ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE)',
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
      'what this package says itself',
      new ConnectionFailedError('the proxy answered 407', false),
      'the proxy answered 407',
      false,
    ],
    [
      'the same, worth another try',
      new ConnectionFailedError('the proxy answered 503'),
      'the proxy answered 503',
      true,
    ],
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

  test.each(['TLSV1_ALERT_UNKNOWN_CA', 'SSL/TLS_ALERT_BAD_CERTIFICATE', 'SSLV3_ALERT_CERTIFICATE_REVOKED'])(
    'a client certificate that is refused by %s',
    (alert) => {
      expect(describeNetworkError(coded(`ERR_SSL_${alert}`))).toEqual({
        reason: `it does not take the client certificate that was sent, or wants one (ERR_SSL_${alert})`,
        transient: false,
        isUntrusted: false,
      });
    },
  );
});
