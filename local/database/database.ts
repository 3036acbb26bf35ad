import { addPartitions, connectDatabase, migrateDatabase } from '#shared/database/index.ts'
import { type PostgresOptions, startPostgres } from './postgres.ts'

export interface LocalDatabase {
  /** The variables with which the runtimes reach the database. */
  environment: { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }
  stop(): Promise<void>
}

const NAME = 'vesper'
const CREATE_WITHIN_MS = 60_000

/** Runs PostgreSQL with the schema of this version. Neon's driver reaches the server by plain TCP. */
export async function startDatabase(
  options: PostgresOptions & { partitions: number },
): Promise<LocalDatabase> {
  const postgres = await startPostgres(options)
  const environment = {
    DATABASE_URL: postgres.url(NAME),
    VESPER_DATABASE_PROXY: `tcp://127.0.0.1:${postgres.port}`,
  }
  await ensureDatabase({ ...environment, DATABASE_URL: postgres.url('postgres') })
  await migrateDatabase(environment, { partitions: options.partitions })
  await addPartitions(environment, options.partitions)
  return {
    environment,
    stop: postgres.stop,
  }
}

async function ensureDatabase(address: LocalDatabase['environment']): Promise<void> {
  const { db, close } = connectDatabase(address, {
    maxConnections: 1,
    queryTimeoutMs: CREATE_WITHIN_MS,
    limits: 'none',
    onIdleError: () => undefined,
  })
  try {
    const { rows } = await db.execute(`select 1 from pg_database where datname = '${NAME}'`)
    if (rows.length === 0) await db.execute(`create database ${NAME}`)
  } finally {
    await close()
  }
}
