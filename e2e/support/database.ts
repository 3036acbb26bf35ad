import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import {
  connectDatabase,
  type Database,
  type DatabaseConnection,
  type DatabaseOptions,
  setRoleLimits,
} from '#shared/database/index.ts'
import { slowness } from '#shared/testing.ts'

const OPTIONS = { maxConnections: 5, onIdleError: () => undefined }
/** Time-out of a query on the reference machine, in ms. */
const QUERY_TIMEOUT_MS = 10_000
/** Time-out of a call that waits for one of the five connections, on the reference machine, in ms. */
const TURN_WITHIN_MS = 5_000

export type DatabaseAddress = { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }

/** Databases of the test file, by URL. The end of the file checks their events. */
const watched = new Map<string, DatabaseAddress>()

/** Registers a database whose events the end of the test file checks. */
export function watchDatabase(address: DatabaseAddress): void {
  watched.set(address.DATABASE_URL, address)
}

/** Returns the registered databases, and forgets them. */
export function takeWatched(): DatabaseAddress[] {
  const addresses = [...watched.values()]
  watched.clear()
  return addresses
}

/** Creates a migrated database for a test file. */
export async function createDatabase(): Promise<DatabaseAddress> {
  const shared = inject('database')
  const name = `test_${randomBytes(6).toString('hex')}`
  const address = (database: string) => ({
    ...shared,
    DATABASE_URL: shared.DATABASE_URL.replace(/[^/]+$/, database),
  })
  await within(address('postgres'), (db) => db.execute(`create database ${name} template vesper`))
  // Settings of a role in a database are not part of a template.
  await within(address(name), (db) => setRoleLimits(db))
  watchDatabase(address(name))
  return address(name)
}

/**
 * Connects to a database.
 * @param options differences from the defaults: five connections, a time-out of 10 s on the reference machine
 */
export function connectTo(
  address: DatabaseAddress,
  options: Partial<DatabaseOptions> = {},
): DatabaseConnection {
  // A test with many concurrent calls must not fail because the machine is slow.
  const timeouts = {
    turnWithinMs: TURN_WITHIN_MS * slowness(),
    queryTimeoutMs: QUERY_TIMEOUT_MS * slowness(),
  }
  return connectDatabase(address, { ...OPTIONS, ...timeouts, limits: 'role', ...options })
}

async function within(address: DatabaseAddress, use: (db: Database) => Promise<unknown>): Promise<void> {
  const { db, close } = connectDatabase(address, {
    ...OPTIONS,
    queryTimeoutMs: QUERY_TIMEOUT_MS * slowness(),
    limits: 'none',
  })
  await use(db).finally(close)
}
