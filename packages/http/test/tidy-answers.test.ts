import type {Socket} from 'node:net';
import {Duplex} from 'node:stream';

import fc from 'fast-check';
import {request} from 'undici';
import {describe, expect, onTestFinished, test} from 'vitest';

import {createConnection} from '../src/index.ts';
import {tidyAnswers} from '../src/tidy-answers.ts';
import {onRequestHead, startRawServer} from './raw-server.ts';

const continueAnswer = 'HTTP/1.1 100 Continue\r\n\r\n';
const hintsAnswer = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';

/** What undici reads of what a server sent in these pieces after a request. */
function readBack(pieces: readonly string[]): string {
  const source = new Duplex({read() {}, write: (_piece, _encoding, done) => done()});
  const socket = tidyAnswers(source as unknown as Socket);
  socket.write('GET / HTTP/1.1\r\n\r\n');
  let text = '';
  for (const piece of pieces) {
    source.push(Buffer.from(piece, 'latin1'));
    for (let read = socket.read() as Buffer | null; read !== null; read = socket.read() as Buffer | null)
      text += read.toString('latin1');
  }
  return text;
}

function cutAt(text: string, places: readonly number[]): string[] {
  const cuts = [
    0,
    ...[...new Set(places.map((place) => place % text.length))].sort((a, b) => a - b),
    text.length,
  ];
  return cuts
    .slice(1)
    .map((end, index) => text.slice(cuts[index], end))
    .filter((piece) => piece !== '');
}

describe('what undici reads of an answer', () => {
  test('is the answer without what announced it, wherever it was cut', () => {
    const announcements = fc.array(
      fc.constantFrom(continueAnswer, hintsAnswer, 'HTTP/1.1 102 Processing\r\n\r\n'),
      {
        maxLength: 4,
      },
    );
    const bodies = fc.constantFrom(
      '',
      '{}',
      continueAnswer,
      'HTTP/1.1 100 Continue\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\n',
    );
    fc.assert(
      fc.property(announcements, bodies, fc.array(fc.nat(), {maxLength: 6}), (before, body, places) => {
        const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nx: y\r\n\r\n${body}`;
        expect(readBack(cutAt(before.join('') + answer, places))).toBe(answer);
      }),
    );
  });

  test.each([
    ['two headers', 'content-length: 2\r\nContent-Length: 2\r\n'],
    ['one list', 'content-length: 2, 2\r\n'],
    ['both, and others between', 'content-length: 2\r\nx: y\r\nCONTENT-LENGTH:2 ,2\r\n'],
  ])('has one length where it came with equal ones: %s', (_, headers) => {
    const read = readBack([`HTTP/1.1 200 OK\r\n${headers}\r\n{}`]);
    expect(read.match(/content-length/gi)).toHaveLength(1);
    expect(read).toMatch(/\r\ncontent-length: 2\r\n\r\n\{\}$/);
  });

  test.each([
    ['no body, whatever length is told', 'HTTP/1.1 204 X\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n'],
    ['bare line feeds', 'HTTP/1.1 200 OK\ncontent-length: 2\n\n{}'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['HTTP of another version', 'HTTP/2.0 200\r\n\r\n'],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n\u0001\u0002'],
  ])('is what came, where it is not understood: %s', (_, answer) => {
    expect(readBack(answer.split(''))).toBe(answer);
  });
});

async function ask(answer: string) {
  const server = await startRawServer((socket) => onRequestHead(socket, () => socket.end(answer, 'latin1')));
  const connection = createConnection({
    url: new URL(`http://${server.host}`),
    connections: 1,
    environment: {},
  });
  onTestFinished(async () => connection.close());
  const {statusCode, body} = await request(`http://${server.host}/`, {dispatcher: connection.dispatcher});
  return `${statusCode} ${await body.text()}`;
}

describe('a request', () => {
  test.each([
    [
      'unasked announcements',
      `${continueAnswer}${hintsAnswer}${continueAnswer}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}`,
      '200 {}',
    ],
    [
      'a long head',
      `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n${'set-cookie: x\r\n'.repeat(3000)}\r\n{}`,
      '200 {}',
    ],
    ['equal lengths', 'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\ncontent-length: 0\r\n\r\n', '204 '],
    ['no reason phrase', 'HTTP/1.1 204\r\n\r\n', '204 '],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\n{}', '200 {}'],
  ])('takes %s', async (_, answer, expected) => {
    expect(await ask(answer)).toBe(expected);
  });

  test.each([
    ['several lengths (Content-Length) that differ', 'content-length: 2\r\ncontent-length: 3\r\n'],
    ['several lengths (Content-Length) that differ', 'content-length: 2, 3\r\n'],
    [
      'a length and a Transfer-Encoding, which exclude each other',
      'content-length: 2\r\ntransfer-encoding: chunked\r\n',
    ],
  ])('is refused by name an answer that has %s', async (what, headers) => {
    await expect(ask(`HTTP/1.1 200 OK\r\n${headers}\r\n{}`)).rejects.toThrow(`its answer has ${what}`);
  });

  test('is refused a head without end', async () => {
    await expect(ask(`HTTP/1.1 200 OK\r\n${'set-cookie: x\r\n'.repeat(30_000)}\r\n`)).rejects.toMatchObject({
      code: 'UND_ERR_HEADERS_OVERFLOW',
    });
  });
});
