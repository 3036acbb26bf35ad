import { directAddress, migrateDatabase } from '#shared/database/index.ts'
import { createLogger } from '#shared/logger.ts'
import { migrateEnvironment, readFunctionConfig } from '../config.ts'

const config = await readFunctionConfig(migrateEnvironment)
const log = createLogger({ level: config.LOG_LEVEL, name: 'migrate' })

/**
 * Migrates the database, and sets the time-outs of the runtimes' database role. A deploy calls it before the new code runs, and
 * an error fails the deploy.
 */
export async function handler(): Promise<void> {
  try {
    await migrateDatabase(directAddress(config), {
      partitions: config.VESPER_PARTITIONS,
      role: decodeURIComponent(new URL(config.DATABASE_URL).username),
    })
    log.info('migrate.done')
  } catch (err) {
    log.error({ err }, 'migrate.failed')
    throw err
  }
}
