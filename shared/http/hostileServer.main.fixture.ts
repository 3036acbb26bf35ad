import { createServer } from 'node:net'
import { HOSTILE_ANSWERS, type HostileAnswer } from './hostileAnswers.fixture.ts'

const TLS_HANDSHAKE = 0x16

/** Finds the answer for the first bytes of a connection. TLS sends the host name unencrypted (RFC 6066, section 3). */
function answerOf(head: Buffer): HostileAnswer | undefined {
  const text = head.toString('latin1')
  if (head[0] !== TLS_HANDSHAKE) return HOSTILE_ANSWERS[/^\S+ \/([\w-]+)/.exec(text)?.[1] ?? '']
  const name = Object.keys(HOSTILE_ANSWERS).find((known) => text.includes(`${known}.localhost`))
  return name === undefined ? undefined : HOSTILE_ANSWERS[name]
}

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined)
  socket.once('data', (head: Buffer) => answerOf(head)?.(socket))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address !== 'string') process.send?.(address.port)
})
// Ends the server if the process of the test was killed.
process.on('disconnect', () => process.exit())
