import { asc, gt } from 'drizzle-orm'
import { storedEventSchema } from '#shared/contracts/events.ts'
import { events } from '#shared/database/index.ts'
import { connectTo, type DatabaseAddress, takeWatched } from './database.ts'
import { faultsOf } from './faultsOf.ts'

/** The checked events, because several files share the database of a gateway. */
const checked = new Set<string>()
/** The highest sequence number that a check has seen, by the URL of the database. */
const seen = new Map<string, number>()
/** An event may become visible after later numbers. */
const LATE = 1_000

/**
 * Parses the events in the databases of a test file by the contract.
 * @returns the faults of the events that no earlier call checked
 */
export async function eventFaults(): Promise<string[]> {
  const faults: string[] = []
  for (const address of takeWatched()) faults.push(...(await faultsIn(address)))
  return faults
}

async function faultsIn(address: DatabaseAddress): Promise<string[]> {
  const { db, close } = connectTo(address, { maxConnections: 1, limits: 'none' })
  const { id, type, data, seq } = events
  const url = address.DATABASE_URL
  const written = await db
    .select({ id, type, data, seq })
    .from(events)
    .where(gt(seq, (seen.get(url) ?? 0) - LATE))
    .orderBy(asc(seq))
    .finally(close)
  seen.set(url, Math.max(seen.get(url) ?? 0, written.at(-1)?.seq ?? 0))
  return written.flatMap((event) => {
    const key = `${url} ${event.id}`
    if (checked.has(key)) return []
    checked.add(key)
    const faults = faultsOf(storedEventSchema, { type: event.type, data: event.data })
    return faults.map((fault) => `${event.type} ${event.id}: ${fault}`)
  })
}
