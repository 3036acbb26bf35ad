import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { connectDatabase, type DatabaseConnection } from '#shared/database/index.ts'

export type DatabaseAddress = { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }

/** A fresh, migrated database for one test file. */
export async function createDatabase(): Promise<DatabaseAddress> {
  const shared = inject('database')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = connectTo({ ...shared, DATABASE_URL: shared.DATABASE_URL.replace(/[^/]+$/, 'postgres') })
  try {
    await admin.db.execute(`create database ${name} template vesper`)
  } finally {
    await admin.close()
  }
  return { ...shared, DATABASE_URL: shared.DATABASE_URL.replace(/[^/]+$/, name) }
}

export function connectTo(address: DatabaseAddress): DatabaseConnection {
  return connectDatabase(address, { maxConnections: 5, queryTimeoutMs: 10_000, onIdleError: () => undefined })
}
