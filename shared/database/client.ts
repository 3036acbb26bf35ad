import { Client, type ClientConfig, neonConfig, Pool, type PoolClient } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import type { DatabaseEnvironment } from '#shared/contracts/environment.ts'
import { CoalescingSocket } from './coalescingSocket.ts'
import { ignoreShellSettings } from './config.ts'
import { isDatabaseUnavailable, spoilsConnection } from './faults.ts'
import { LimitGate } from './limitGate.ts'
import type { ServerLimits } from './limits.ts'
import type { Database } from './queryable.ts'
import { checkRoleLimits } from './roleLimits.ts'
import { isBegin, isRead } from './statementKind.ts'
import { StatementNames } from './statementNames.ts'
import { watchClient } from './watchClient.ts'

export interface DatabaseConnection {
  db: Database
  /** Checks the role's time-outs now, and not with the first statement. A database that is away is no reason to fail: the first statement
   * checks again.
   * @throws LimitsMissing */
  checkLimits(): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Connections at the most. */
  maxConnections: number
  /** A query that takes longer is given up, in ms. */
  queryTimeoutMs: number
  /** How long a query waits for its turn on a connection, in ms; 5,000 if it is not said. */
  turnWithinMs?: number
  /**
   * Where the server's time-outs come from. `role`: from the role, which is checked before the first write. `none`: nobody asks. An object:
   * each session sets them, which a pooler in transaction mode does not allow.
   */
  limits: 'role' | 'none' | ServerLimits
  /** Lower time-outs of each transaction, in the place of the role's. */
  transactionLimits?: ServerLimits
  /** What PostgreSQL calls its sessions, in pg_stat_activity. */
  applicationName?: string
  /** Hears of a connection that broke while idle; the pool replaces it by itself. */
  onIdleError(error: Error): void
}

const TURN_WITHIN_MS = 5_000

/** Opens a pool over Neon's driver: to Neon itself, or by a WebSocket proxy to any PostgreSQL. */
export function connectDatabase(
  environment: DatabaseEnvironment,
  options: DatabaseOptions,
): DatabaseConnection {
  configureDriver()
  const { limits, transactionLimits } = options
  const pool = new Pool({
    connectionString: environment.DATABASE_URL,
    max: options.maxConnections,
    connectionTimeoutMillis: options.turnWithinMs ?? TURN_WITHIN_MS,
    query_timeout: options.queryTimeoutMs,
    ...(options.applicationName && { application_name: options.applicationName }),
  })
  const { VESPER_DATABASE_PROXY: proxy } = environment
  if (proxy !== undefined) Object.assign(pool, { Client: clientOf(proxy) })
  pool.on('error', options.onIdleError)
  const names = new StatementNames()
  pool.on('connect', (client: PoolClient) => watchClient(client, names))
  if (typeof limits === 'object') pool.on('connect', (client: PoolClient) => setLimits(client, limits))
  if (transactionLimits)
    pool.on('connect', (client: PoolClient) => limitTransactions(client, transactionLimits))
  const gate = new LimitGate(async () => {
    if (limits === 'role') await borrow(pool, (client) => checkRoleLimits(drizzle(client)))
  })
  pool.query = (async (...statement: [string | { text: string }]) => {
    if (!gate.isOpen) {
      const [given] = statement
      if (isRead(typeof given === 'string' ? given : given.text)) gate.passRead()
      else await gate.pass()
    }
    return await borrow(pool, (client) => client.query(...(statement as [string])))
  }) as typeof pool.query
  const db = drizzle(pool)
  db.transaction = async (run, config) => {
    await gate.pass()
    return await borrow(pool, (client) => drizzle(client).transaction(run, config))
  }
  return {
    db,
    async checkLimits() {
      await gate.pass().catch((error: unknown) => {
        if (!isDatabaseUnavailable(error)) throw error
      })
    },
    close: () => pool.end(),
  }
}

/** The statement goes first on the new connection; if it fails, so does the connection. */
function setLimits(client: PoolClient, limits: ServerLimits): void {
  const settings = Object.entries(limits).map(([name, ms]) => `set ${name} = ${ms}`)
  client.query(settings.join('; ')).catch(() => undefined)
}

/** Sets the limits in the same message as BEGIN: a further round trip for each transaction would make renewals late on a busy machine. */
function limitTransactions(client: PoolClient, limits: ServerLimits): void {
  const settings = Object.entries(limits).map(([name, ms]) => `; set local ${name} = ${ms}`)
  const send: (...statement: unknown[]) => Promise<unknown> = client.query.bind(client)
  const query = (statement: { text?: string } | string, ...rest: unknown[]) => {
    const text = typeof statement === 'string' ? statement : (statement.text ?? '')
    return isBegin(text) ? send(text + settings.join('')) : send(statement, ...rest)
  }
  client.query = query as typeof client.query
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

/** Sets what all connections of the process have in common. */
function configureDriver(): void {
  ignoreShellSettings()
  neonConfig.webSocketConstructor = CoalescingSocket
  // The socket does it, without a timer.
  neonConfig.coalesceWrites = false
}

/** Connections by a proxy. The driver's settings are the process's unless a connection has its own. */
function clientOf(proxy: string) {
  return class extends Client {
    constructor(config?: string | ClientConfig) {
      super(config)
      this.neonConfig.wsProxy = () => proxy
      this.neonConfig.useSecureWebSocket = false
      this.neonConfig.pipelineTLS = false
      this.neonConfig.pipelineConnect = false
    }
  }
}
