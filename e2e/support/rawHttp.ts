import { once } from 'node:events'
import { connect } from 'node:net'

/** The response to a request that a test writes byte by byte. */
export interface RawAnswer {
  status: number
  text: string
  /** Bytes of the body that were sent before the response began. */
  sentBytes: number
}

const CHUNK = Buffer.alloc(64 * 1024, 'x')

/**
 * Sends a body without an end, in chunks, until the server responds and closes the connection.
 * @param head method, path and headers, without the last empty line
 */
export async function sendEndless(origin: string, head: string[], first = ''): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  let text = ''
  let sentBytes = 0
  let isAnswered = false
  const end = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (part: string) => {
    isAnswered = true
    text += part
  })
  const chunk = Buffer.concat([Buffer.from(`${CHUNK.length.toString(16)}\r\n`), CHUNK, Buffer.from('\r\n')])
  const more = () => {
    while (socket.writable) {
      if (!isAnswered) sentBytes += CHUNK.length
      if (!socket.write(chunk)) return
    }
  }
  socket.on('drain', more)
  await once(socket, 'connect')
  socket.write([...head, `host: ${hostname}:${port}`, 'transfer-encoding: chunked', '', ''].join('\r\n'))
  if (first !== '') socket.write(`${Buffer.byteLength(first).toString(16)}\r\n${first}\r\n`)
  more()
  await end
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text, sentBytes }
}
