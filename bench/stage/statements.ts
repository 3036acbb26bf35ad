import { type AddressInfo, connect, createServer, type Server } from 'node:net'

/** The number of round trips and of each statement, by client. */
export type Counted = Record<string, { roundTrips: number; statements: Record<string, number> }>

const [QUERY, PARSE, BIND, SYNC] = ['Q', 'P', 'B', 'S'].map((letter) => letter.charCodeAt(0))
const HEAD = 5

/**
 * Starts proxies before PostgreSQL that count statements, one for each client. A simple query or a Sync counts as a round trip,
 * because the client waits for its answer.
 */
export function startCountingProxies(postgresPort: number) {
  const counted: Counted = {}
  const proxies = new Map<string, Promise<Server>>()
  return {
    counted,
    /** Returns the client's value for VESPER_DATABASE_PROXY. */
    async address(client: string): Promise<string> {
      const proxy = proxies.get(client) ?? listen(postgresPort, () => counterOf(counted, client))
      proxies.set(client, proxy)
      return `tcp://127.0.0.1:${((await proxy).address() as AddressInfo).port}`
    },
    async close(): Promise<void> {
      for (const proxy of proxies.values()) (await proxy).close()
    },
  }
}

/** Starts a proxy that shows each connection's data to an observer of its own. */
async function listen(postgresPort: number, observe: () => (data: Buffer) => void): Promise<Server> {
  const proxy = createServer({ noDelay: true }, (client) => {
    const see = observe()
    const server = connect({ host: '127.0.0.1', port: postgresPort, noDelay: true })
    client.on('data', see)
    client.pipe(server).pipe(client)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return proxy
}

/** Returns a function that reads a connection's messages of the PostgreSQL protocol and counts their statements. */
function counterOf(all: Counted, client: string): (data: Buffer) => void {
  // The start-up message has no type, only a length.
  let isFirst = true
  let rest: Buffer = Buffer.alloc(0)
  /** Texts of prepared statements, by name. */
  const prepared = new Map<string, string>()
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
      if (!isFirst) count(all, client, message, prepared)
      isFirst = false
    }
  }
}

function count(all: Counted, client: string, message: Buffer, prepared: Map<string, string>): void {
  const [type] = message
  all[client] ??= { roundTrips: 0, statements: {} }
  const counted = all[client]
  if (type === QUERY || type === SYNC) counted.roundTrips += 1
  const [first = '', second = ''] = twoStrings(message)
  if (type === PARSE) prepared.set(first, second)
  // A Bind contains the name of its portal, then that of the statement.
  const text = type === BIND ? prepared.get(second) : type === QUERY ? first : undefined
  if (text !== undefined) counted.statements[text] = (counted.statements[text] ?? 0) + 1
}

/** Returns the first two zero-terminated strings of a message. */
function twoStrings(message: Buffer): string[] {
  const end = message.indexOf(0, HEAD)
  const ends = [end, message.indexOf(0, end + 1)]
  return ends.map((to, index) =>
    message
      .toString('utf8', index === 0 ? HEAD : end + 1, to)
      .replace(/\s+/g, ' ')
      .trim(),
  )
}
