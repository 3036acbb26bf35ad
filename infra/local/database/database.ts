import { connectDatabase, type Database, migrateDatabase } from '#shared/database/index.ts'
import { startNeonProxy } from './neonProxy.ts'
import { type PostgresOptions, startPostgres } from './postgres.ts'

export interface LocalDatabase {
  /** What the runtimes need to reach it. */
  environment: { DATABASE_URL: string; VESPER_DATABASE_PROXY: string }
  stop(): Promise<void>
}

const NAME = 'vesper'

/** Runs PostgreSQL behind Neon's driver, with this version's schema. */
export async function startDatabase(
  options: PostgresOptions & { partitions: number },
): Promise<LocalDatabase> {
  const postgres = await startPostgres(options)
  const proxy = await startNeonProxy(postgres.port)
  const environment = { DATABASE_URL: postgres.url(NAME), VESPER_DATABASE_PROXY: proxy.address }
  const withDatabase = async (url: string, work: (db: Database) => Promise<void>) => {
    const connection = connectDatabase(
      { ...environment, DATABASE_URL: url },
      { maxConnections: 2, queryTimeoutMs: 60_000, onIdleError: () => undefined },
    )
    await work(connection.db).finally(() => connection.close())
  }
  await withDatabase(postgres.url('postgres'), async (db) => {
    const { rows } = await db.execute(`select 1 from pg_database where datname = '${NAME}'`)
    if (rows.length === 0) await db.execute(`create database ${NAME}`)
  })
  await withDatabase(environment.DATABASE_URL, (db) => migrateDatabase(db, options.partitions))
  return {
    environment,
    async stop() {
      await proxy.close()
      await postgres.stop()
    },
  }
}
