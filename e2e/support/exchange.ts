import { connect } from 'node:net'

/** An answer as the bytes of the connection state it. */
export interface RawResponse {
  status: number
  headers: Headers
  text: string
}

/**
 * Writes bytes to a server and reads until the server closes the connection, or until the number of answers is complete.
 * @param answers the number of answers that the bytes expect
 */
export async function exchange(origin: string, bytes: string | Buffer, answers = 1): Promise<RawResponse[]> {
  const { hostname, port } = new URL(origin)
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let received = ''
    const finish = () => {
      socket.destroy()
      resolve(parse(received))
    }
    socket.on('error', reject)
    socket.on('close', finish)
    socket.setEncoding('latin1').on('data', (part: string) => {
      received += part
      if (parse(received).length >= answers) finish()
    })
    socket.write(bytes)
  })
}

/** Returns the complete answers at the start of a text. */
function parse(received: string): RawResponse[] {
  const found: RawResponse[] = []
  let rest = received
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return found
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = new Headers(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon), line.slice(colon + 1).trim()]
      }),
    )
    const length = Number(headers.get('content-length') ?? 0)
    const text = rest.slice(end + 4, end + 4 + length)
    if (text.length < length) return found
    found.push({ status: Number(first.split(' ')[1]), headers, text })
    rest = rest.slice(end + 4 + length)
  }
}
