import { neonConfig, Pool, type PoolClient } from '@neondatabase/serverless'
import { drizzle, type NeonDatabase } from 'drizzle-orm/neon-serverless'
import type { DatabaseEnvironment } from '#shared/contracts/environment.ts'
import { CoalescingSocket } from './coalescingSocket.ts'
import { spoilsConnection } from './faults.ts'
import { watchClient } from './watchClient.ts'

export type Database = NeonDatabase
/** A transaction of it; every query that a Database takes, a Transaction takes too. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
export type Queryable = Database | Transaction

export interface DatabaseConnection {
  db: Database
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Connections at the most. */
  maxConnections: number
  /** A query that takes longer is given up, in ms. */
  queryTimeoutMs: number
  /** How long a query waits for its turn on a connection, in ms; 5,000 if it is not said. */
  turnWithinMs?: number
  /** Hears of a connection that broke while idle; the pool replaces it by itself. */
  onIdleError(error: Error): void
}

const TURN_WITHIN_MS = 5_000

/** Opens a pool over Neon's driver: to Neon itself, or by a WebSocket proxy to any PostgreSQL. */
export function connectDatabase(
  environment: DatabaseEnvironment,
  options: DatabaseOptions,
): DatabaseConnection {
  configureDriver(environment.VESPER_DATABASE_PROXY)
  const pool = new Pool({
    connectionString: environment.DATABASE_URL,
    max: options.maxConnections,
    connectionTimeoutMillis: options.turnWithinMs ?? TURN_WITHIN_MS,
    query_timeout: options.queryTimeoutMs,
  })
  pool.on('error', options.onIdleError)
  pool.on('connect', watchClient)
  pool.query = ((...statement: [string]) =>
    borrow(pool, (client) => client.query(...statement))) as typeof pool.query
  const db = drizzle(pool)
  db.transaction = (run, config) => borrow(pool, (client) => drizzle(client).transaction(run, config))
  return { db, close: () => pool.end() }
}

/**
 * Uses a connection of the pool and gives it back, whatever happens. drizzle keeps the connection when `begin` fails, so that a server
 * which closes its connections would empty the pool. The pool's own `query` reports a broken socket itself, before the connection can
 * tell whether the statement was a write.
 */
async function borrow<T>(pool: Pool, use: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const result = await use(client)
    client.release()
    return result
  } catch (error) {
    client.release(spoilsConnection(error))
    throw error
  }
}

/** The driver's settings are the process's. */
function configureDriver(proxy: string | undefined): void {
  neonConfig.webSocketConstructor = CoalescingSocket
  // The socket does it, without a timer.
  neonConfig.coalesceWrites = false
  if (proxy === undefined) return
  neonConfig.wsProxy = () => proxy
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
}
