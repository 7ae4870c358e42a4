import {generate} from 'selfsigned';
import {Agent, fetch as fetchWith} from 'undici';
import {expect, it, onTestFinished} from 'vitest';
import {startFirefly} from '../../src/index.ts';

it('speaks HTTPS with the certificate that it is given, resets included', async () => {
  const {private: key, cert} = await generate([{name: 'commonName', value: '127.0.0.1'}], {
    extensions: [{name: 'subjectAltName', altNames: [{type: 7, ip: '127.0.0.1'}]}],
  });
  await using firefly = await startFirefly({tls: {key, cert}});
  expect(firefly.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const dispatcher = new Agent({connect: {ca: cert}});
  onTestFinished(() => dispatcher.close());
  const {accessKey, secretKey} = firefly;
  const send = () =>
    fetchWith(`${firefly.url}/account/access_keys/login`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({accessKey, secretKey}),
      dispatcher,
    });
  expect((await send()).status).toBe(200);
  firefly.inject({on: {route: 'login'}, fault: {kind: 'reset', when: 'before-processing'}});
  await expect(send()).rejects.toThrow('fetch failed');
  expect((await send()).status).toBe(200);
  expect(firefly.violations).toEqual([]);
});
