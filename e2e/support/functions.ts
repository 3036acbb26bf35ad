import { functionEnvironment } from '#functions/config.ts'
import { createServices } from '#functions/services.ts'
import type { DatabaseAddress } from './database.ts'

export const ADMIN_TOKEN = 'an-admin-token-for-tests'

/** What functions are built on, without a gateway around them: they have a database, and no queue. */
export function functionServices(address: DatabaseAddress, environment: Record<string, string> = {}) {
  const config = functionEnvironment.parse({
    ...address,
    VESPER_COMMAND_QUEUE_URL: 'http://127.0.0.1:9/{partition}',
    VESPER_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:9/dead',
    VESPER_ADMIN_TOKEN: ADMIN_TOKEN,
    LOG_LEVEL: 'silent',
    ...environment,
  })
  return createServices(config, { name: 'test' })
}
