import { neonConfig, Pool, type PoolClient } from '@neondatabase/serverless'
import { drizzle, type NeonDatabase } from 'drizzle-orm/neon-serverless'
import type { DatabaseEnvironment } from '#shared/contracts/environment.ts'
import { CoalescingSocket } from './coalescingSocket.ts'
import { ignoreShellSettings } from './config.ts'
import { isDatabaseUnavailable } from './faults.ts'
import { StatementNames } from './statementNames.ts'

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
  // The pool listens only while a connection is idle; one that breaks within a transaction would end the process.
  pool.on('connect', (client: PoolClient) => client.on('error', () => undefined))
  pool.on('connect', nameStatements)
  const db = drizzle(pool)
  db.transaction = (run, config) => transact(pool, (own) => own.transaction(run, config))
  return { db, close: () => pool.end() }
}

/**
 * A transaction on a connection that is given back whatever happens. drizzle's own takes one out of the pool and keeps it when
 * `begin` fails: a server that closes its connections a few times would leave a pool of nothing.
 */
async function transact<T>(pool: Pool, run: (own: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    const result = await run(drizzle(client))
    client.release()
    return result
  } catch (error) {
    client.release(isDatabaseUnavailable(error))
    throw error
  }
}

const statementNames = new StatementNames()

/** Has a connection keep the plans of what it is asked often. drizzle takes names for what it builds, and not for what is written by hand. */
function nameStatements(client: PoolClient): void {
  const query: (...given: unknown[]) => unknown = client.query.bind(client)
  const naming = (statement: unknown, ...rest: unknown[]) => query(withName(statement), ...rest)
  client.query = naming as typeof client.query
}

function withName(statement: unknown): unknown {
  const { text } = (statement ?? {}) as { text?: unknown }
  if (typeof statement !== 'object' || typeof text !== 'string') return statement
  const name = statementNames.of(text)
  return name === undefined ? statement : { ...statement, name }
}

/** The driver's settings are the process's. */
function configureDriver(proxy: string | undefined): void {
  ignoreShellSettings()
  neonConfig.webSocketConstructor = CoalescingSocket
  // The socket does it, without a timer.
  neonConfig.coalesceWrites = false
  if (proxy === undefined) return
  neonConfig.wsProxy = () => proxy
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineTLS = false
  neonConfig.pipelineConnect = false
}
