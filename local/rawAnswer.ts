import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** Time for a client to read the answer before its connection is destroyed, in ms. */
const LINGER_MS = 500

/**
 * Writes an answer to a connection whose request Node could not parse, and closes the connection. The rest of the request is read
 * and dropped, because unread bytes would reset the connection before the client has read the answer.
 */
export async function endWith(socket: Socket, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  const lines = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status]}`,
    ...[...response.headers].map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    'connection: close',
    '',
    '',
  ]
  if (!socket.writable) return
  const cut = setTimeout(() => socket.destroy(), LINGER_MS)
  socket.once('close', () => clearTimeout(cut))
  socket.end(Buffer.concat([Buffer.from(lines.join('\r\n')), body]))
  socket.resume()
}
