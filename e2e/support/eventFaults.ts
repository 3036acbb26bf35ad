import { asc } from 'drizzle-orm'
import { storedEventSchema } from '#shared/contracts/events.ts'
import { events } from '#shared/database/index.ts'
import { connectTo, type DatabaseAddress, takeWatched } from './database.ts'
import { faultsOf } from './faultsOf.ts'

/** The checked events, because several files share the database of a gateway. */
const checked = new Set<string>()

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
  const { id, type, data } = events
  const written = await db.select({ id, type, data }).from(events).orderBy(asc(events.seq)).finally(close)
  return written.flatMap((event) => {
    const key = `${address.DATABASE_URL} ${event.id}`
    if (checked.has(key)) return []
    checked.add(key)
    const faults = faultsOf(storedEventSchema, { type: event.type, data: event.data })
    return faults.map((fault) => `${event.type} ${event.id}: ${fault}`)
  })
}
