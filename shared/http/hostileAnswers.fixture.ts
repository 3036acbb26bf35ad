import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'

/** Answers one request. The socket stays open unless the answer closes it. */
export type HostileAnswer = (socket: Socket) => void

const OK = 'HTTP/1.1 200 OK\r\n'
const TYPE = 'content-type: image/png\r\n'
const CHUNKED = `${OK}${TYPE}transfer-encoding: chunked\r\n\r\n`
const UPGRADE = 'upgrade: websocket\r\nconnection: upgrade\r\n'
const DRIP_MS = 15

/** A compression bomb: 16 KB that decompress to 16 MB of zeros. */
const BOMB = gzipSync(Buffer.alloc(16 * 1024 * 1024))

const say =
  (...parts: (string | Buffer)[]): HostileAnswer =>
  (socket) => {
    for (const part of parts) socket.write(part)
  }

/** Writes one part repeatedly: every `everyMs`, or without a pause. */
const repeat =
  (start: string, part: string, everyMs?: number): HostileAnswer =>
  (socket) => {
    socket.write(start)
    if (everyMs === undefined) return flood(socket, part)
    const timer = setInterval(() => socket.write(part), everyMs)
    socket.on('close', () => clearInterval(timer)).on('error', () => clearInterval(timer))
  }

function flood(socket: Socket, part: string): void {
  const many = part.repeat(100)
  const more = () => {
    if (!socket.destroyed && socket.write(many)) setImmediate(more)
  }
  socket.on('drain', more)
  more()
}

const reset =
  (before = ''): HostileAnswer =>
  (socket) => {
    if (before === '') socket.resetAndDestroy()
    else socket.write(before, () => socket.resetAndDestroy())
  }

const close =
  (before = ''): HostileAnswer =>
  (socket) =>
    socket.end(before)

/** All hostile answers by name. A name with the prefix `tls-` is a host name for a call over TLS. */
export const HOSTILE_ANSWERS: Readonly<Record<string, HostileAnswer>> = {
  'switches-protocols': say(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}\r\n`),
  'switches-and-talks': say(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}\r\n`, '\x81\x05hello'),
  'switches-without-upgrade': say('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  'switches-then-answers': say(
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    `${OK}content-length: 2\r\n\r\nok`,
  ),
  'switches-and-drips': repeat(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}\r\n`, '\0', DRIP_MS),
  'flood-100': repeat('', 'HTTP/1.1 100 Continue\r\n\r\n'),
  'flood-102': repeat('', 'HTTP/1.1 102 Processing\r\n\r\n'),
  'flood-103': repeat('', 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n'),
  'flood-199': repeat('', 'HTTP/1.1 199 Miscellaneous\r\n\r\n'),
  'drip-103': repeat('', 'HTTP/1.1 103 Early Hints\r\n\r\n', DRIP_MS),
  'one-100-then-silence': say('HTTP/1.1 100 Continue\r\n\r\n'),
  'upgrade-on-200': say(`${OK}${UPGRADE}${TYPE}\r\n`),
  silent: say(),
  'never-reads': (socket) => void socket.pause(),
  'answers-early-and-never-reads': (socket) => {
    socket.pause().write(`${OK}content-length: 2\r\n\r\nok`)
  },
  'status-drip': repeat('HTTP/1.1 2', '0', DRIP_MS),
  'header-drip': repeat(OK, 'x: y\r\n', DRIP_MS),
  'header-flood': repeat(OK, `x-more: ${'x'.repeat(500)}\r\n`),
  'header-name-endless': repeat(OK, 'x'.repeat(100)),
  'body-drip': repeat(`${OK}${TYPE}\r\n`, '.', DRIP_MS),
  'body-silence': say(`${OK}${TYPE}content-length: 1000\r\n\r\nbeginning`),
  'chunk-drip': repeat(CHUNKED, '1\r\n.\r\n', DRIP_MS),
  'chunk-size-endless': repeat(CHUNKED, '0'),
  'chunk-extension-endless': repeat(`${CHUNKED}5;`, 'x=y;'),
  'chunk-garbage': say(CHUNKED, 'zz\r\nnot a chunk\r\n'),
  'chunk-size-negative': say(CHUNKED, '-5\r\nhello\r\n0\r\n\r\n'),
  'chunk-size-huge': say(CHUNKED, 'ffffffffffffffff1\r\nhello\r\n'),
  'trailer-drip': repeat(`${CHUNKED}2\r\nok\r\n0\r\n`, 'x: y\r\n', DRIP_MS),
  'trailer-flood': repeat(`${CHUNKED}2\r\nok\r\n0\r\n`, `x-more: ${'x'.repeat(500)}\r\n`),
  'length-longer': close(`${OK}${TYPE}content-length: 1000\r\n\r\nshort`),
  'length-shorter': say(`${OK}${TYPE}content-length: 2\r\n\r\nmuch more than two bytes`),
  'length-negative': say(`${OK}content-length: -2\r\n\r\nok`),
  'length-two': say(`${OK}content-length: 2\r\ncontent-length: 9\r\n\r\nok`),
  'length-and-chunked': say(
    `${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
  ),
  'length-words': say(`${OK}content-length: many\r\n\r\nok`),
  'length-huge': say(`${OK}content-length: 99999999999999999999999\r\n\r\nok`),
  'gzip-bomb': (socket) => {
    socket.end(
      Buffer.concat([
        Buffer.from(`${OK}${TYPE}content-encoding: gzip\r\ncontent-length: ${BOMB.length}\r\n\r\n`),
        BOMB,
      ]),
    )
  },
  'gzip-bomb-unannounced': (socket) => {
    socket.end(Buffer.concat([Buffer.from(`${OK}content-type: application/gzip\r\n\r\n`), BOMB]))
  },
  'no-http': close('SSH-2.0-OpenSSH_9.0\r\n'),
  'http-09': close('hello'),
  'status-zero': say('HTTP/1.1 000 Nothing\r\n\r\n'),
  'status-four-digits': say('HTTP/1.1 2000 Much\r\n\r\n'),
  'closes-at-once': close(),
  'closes-in-status': close('HTTP/1.1 2'),
  'closes-in-header': close(`${OK}x: `),
  'closes-in-chunk': close(`${CHUNKED}4\r\nha`),
  'half-closes-after-body': (socket) => {
    socket.end(`${OK}content-length: 2\r\n\r\nok`)
  },
  'resets-at-once': reset(),
  'resets-in-header': reset(`${OK}x: `),
  'resets-in-body': reset(`${OK}${TYPE}content-length: 1000\r\n\r\nbeginning`),
  'resets-in-chunk': reset(`${CHUNKED}4\r\nha`),
  'redirect-loop': close('HTTP/1.1 302 Found\r\nlocation: /redirect-loop\r\ncontent-length: 0\r\n\r\n'),
  'redirect-with-endless-body': repeat('HTTP/1.1 302 Found\r\nlocation: /silent\r\n\r\n', 'x'),
  'redirect-to-upgrade': say(
    'HTTP/1.1 302 Found\r\nlocation: /switches-protocols\r\ncontent-length: 0\r\n\r\n',
  ),
  'redirect-nowhere': say('HTTP/1.1 302 Found\r\nlocation: http://[\r\ncontent-length: 0\r\n\r\n'),
  'tls-silent': say(),
  'tls-half-record': say(Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00, 0x02])),
  'tls-drip': repeat('', '\x16', DRIP_MS),
  'tls-garbage': say('HTTP/1.1 400 Bad Request\r\n\r\n'),
  'tls-alert': say(Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])),
  'tls-closes': close(),
  'tls-resets': reset(),
}
