import { startNeonProxy } from '#local/database/index.ts'

/** How often each statement was sent, and how often the database was waited for, by client. */
export type Counted = Record<string, { roundTrips: number; statements: Record<string, number> }>

const [QUERY, PARSE, BIND, SYNC] = ['Q', 'P', 'B', 'S'].map((letter) => letter.charCodeAt(0))
const HEAD = 5

/**
 * A proxy as Neon's driver wants it, in front of a PostgreSQL, which counts by the path that a client was given: `host:port/connector`.
 * A simple query or a Sync is a round trip; each has its answer waited for.
 */
export async function startCountingProxy(postgresPort: number) {
  const counted: Counted = {}
  const proxy = await startNeonProxy(postgresPort, (path) => counterOf(counted, path.split(/[/?]/)[1] ?? ''))
  const { host } = new URL(`ws://${proxy.address}`)
  return { counted, address: (client: string) => `${host}/${client}`, close: proxy.close }
}

/** Reads one connection's messages of PostgreSQL's protocol as they go by. */
function counterOf(all: Counted, client: string): (data: Buffer) => void {
  // The first has no type: it is the length alone that comes before its content.
  let isFirst = true
  let rest: Buffer = Buffer.alloc(0)
  /** Texts by the names that they were prepared under. */
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
  // A Bind names its portal, and then the statement.
  const text = type === BIND ? prepared.get(second) : type === QUERY ? first : undefined
  if (text !== undefined) counted.statements[text] = (counted.statements[text] ?? 0) + 1
}

/** The texts that a message begins with, each ended by a zero. */
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
