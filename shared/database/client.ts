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
import { TcpSocket } from './tcpSocket.ts'
import { watchClient } from './watchClient.ts'

export interface DatabaseConnection {
  db: Database
  /** Checks the time-outs of the role before the first statement. If the database is unavailable, the first statement repeats the check.
   * @throws LimitsMissing if the time-outs are missing or too long */
  checkLimits(): Promise<void>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** Maximum number of connections. */
  maxConnections: number
  /** Time-out of a query, in ms. */
  queryTimeoutMs: number
  /** Time-out of the wait for a free connection, in ms. Default: 5,000. */
  turnWithinMs?: number
  /**
   * The origin of the server's time-outs. `role`: the settings of the role, checked before the first write. `none`: no check. An
   * object: each database session sets these time-outs. A pooler in transaction mode does not support settings of a session.
   */
  limits: 'role' | 'none' | ServerLimits
  /** Shorter time-outs for each transaction, in place of the role's time-outs. */
  transactionLimits?: ServerLimits
  /** Name of the connections in pg_stat_activity. */
  applicationName?: string
  /** Called with the error of an idle connection that broke. The pool replaces the connection by itself. */
  onIdleError(error: Error): void
}

const TURN_WITHIN_MS = 5_000

/** Opens a pool with Neon's driver: to Neon, through a WebSocket proxy to any PostgreSQL, or to any PostgreSQL by plain TCP. */
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

/** Sets the limits with the first statement of a new connection. If the statement fails, the connection fails too. */
function setLimits(client: PoolClient, limits: ServerLimits): void {
  const settings = Object.entries(limits).map(([name, ms]) => `set ${name} = ${ms}`)
  client.query(settings.join('; ')).catch(() => undefined)
}

/** Adds the limits to the BEGIN message. A separate round trip for each transaction would delay renewals of leases on a busy machine. */
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
 * Runs a function with a connection of the pool, and always releases the connection. drizzle does not release the connection when
 * `begin` fails, so that a server that closes its connections would empty the pool. The pool's own `query` reports a broken socket
 * too early: the connection has not classified the failed statement yet.
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

/** Sets the options of the driver that all connections of the process share. */
function configureDriver(): void {
  ignoreShellSettings()
  neonConfig.webSocketConstructor = CoalescingSocket
  // `CoalescingSocket` batches the writes without a timer.
  neonConfig.coalesceWrites = false
}

const TCP = 'tcp://'

/** Returns the class of connections through a proxy. Each connection has its own settings, because the driver's settings are global. */
function clientOf(proxy: string) {
  const isTcp = proxy.startsWith(TCP)
  const address = isTcp ? proxy.slice(TCP.length) : proxy
  return class extends Client {
    constructor(config?: string | ClientConfig) {
      super(config)
      if (isTcp) Object.assign(this.neonConfig, { webSocketConstructor: TcpSocket })
      this.neonConfig.wsProxy = () => address
      this.neonConfig.useSecureWebSocket = false
      this.neonConfig.pipelineTLS = false
      this.neonConfig.pipelineConnect = false
    }
  }
}
