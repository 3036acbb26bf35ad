import { migrateDatabase } from '#shared/database/index.ts'
import { migrateEnvironment, readFunctionConfig } from '../config.ts'
import { openCore } from '../services.ts'

/** A statement may rewrite a table; what holds a Lambda ends after a quarter of an hour anyway. */
const QUERY_TIMEOUT_MS = 14 * 60_000

const config = await readFunctionConfig(migrateEnvironment)

/** Runs in a deploy, before the code that needs the new schema. What it throws fails the deploy. */
export async function handler(): Promise<void> {
  // One connection holds the lock, the other migrates.
  const core = openCore(config, { name: 'migrate', maxConnections: 2, queryTimeoutMs: QUERY_TIMEOUT_MS })
  try {
    await migrateDatabase(core.db, config.VESPER_PARTITIONS)
    core.log.info('migrate.done')
  } catch (err) {
    core.log.error({ err }, 'migrate.failed')
    throw err
  } finally {
    await core.close()
  }
}
