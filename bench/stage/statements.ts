import { type AddressInfo, connect } from 'node:net'
import { WebSocketServer } from 'ws'

/** How often each statement was sent, and how often the database was waited for, by client. */
export type Counted = Record<string, { roundTrips: number; statements: Record<string, number> }>

const [QUERY, PARSE, SYNC] = ['Q', 'P', 'S'].map((letter) => letter.charCodeAt(0))
const HEAD = 5

/**
 * A proxy as Neon's driver wants it, in front of a PostgreSQL, which counts by the path that a client was given: `host:port/connector`.
 * A simple query or a Sync is a round trip; each has its answer waited for.
 */
export async function startCountingProxy(postgresPort: number) {
  const counted: Counted = {}
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  server.on('connection', (socket, request) => {
    const client = (request.url ?? '').split(/[/?]/)[1] ?? ''
    const count = counterOf(counted, client)
    const tcp = connect({ host: '127.0.0.1', port: postgresPort, noDelay: true })
    socket.on('message', (data: Buffer) => {
      count(data)
      tcp.write(data)
    })
    socket.on('close', () => tcp.destroy())
    socket.on('error', () => tcp.destroy())
    tcp.on('data', (data) => socket.send(data))
    tcp.on('close', () => socket.close())
    tcp.on('error', () => socket.terminate())
  })
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
  return {
    counted,
    address: (client: string) => `127.0.0.1:${(server.address() as AddressInfo).port}/${client}`,
    async close() {
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Reads one connection's messages of PostgreSQL's protocol as they go by. */
function counterOf(all: Counted, client: string): (data: Buffer) => void {
  // The first has no type: it is the length alone that comes before its content.
  let isFirst = true
  let rest: Buffer = Buffer.alloc(0)
  const next = (): Buffer | null => {
    const head = isFirst ? HEAD - 1 : HEAD
    if (rest.length < head) return null
    const end = head - 4 + rest.readUInt32BE(head - 4)
    if (rest.length < end) return null
    const message = rest.subarray(0, end)
    rest = rest.subarray(end)
    return message
  }
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data])
    for (let message = next(); message; message = next()) {
      if (!isFirst) count(all, client, message)
      isFirst = false
    }
  }
}

function count(all: Counted, client: string, message: Buffer): void {
  const [type] = message
  all[client] ??= { roundTrips: 0, statements: {} }
  const counted = all[client]
  if (type === QUERY || type === SYNC) counted.roundTrips += 1
  if (type !== QUERY && type !== PARSE) return
  // A Parse names the statement that it prepares before its text.
  const from = type === PARSE ? message.indexOf(0, HEAD) + 1 : HEAD
  const text = message.toString('utf8', from, message.indexOf(0, from)).replace(/\s+/g, ' ').trim()
  counted.statements[text] = (counted.statements[text] ?? 0) + 1
}
