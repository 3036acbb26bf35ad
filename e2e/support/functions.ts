import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createServices, functionEnvironment } from '#functions/index.ts'
import type { DatabaseAddress } from './database.ts'

export const ADMIN_TOKEN = 'an-admin-token-for-tests'

export type FunctionServices = Awaited<ReturnType<typeof functionServices>>

/** Creates the services of functions with a database and without queues. */
export async function functionServices(address: DatabaseAddress, environment: Record<string, string> = {}) {
  const config = functionEnvironment.parse(await environmentWithoutQueues(address, environment))
  return await createServices(config, { name: 'test' })
}

/** Returns the environment of functions with a database and without queues. */
export async function environmentWithoutQueues(
  address: DatabaseAddress,
  environment: Record<string, string> = {},
): Promise<Record<string, string>> {
  const VESPER_MASTER_KEY_FILE = path.join(tmpdir(), `vesper-test-key-${process.pid}`)
  await writeFile(VESPER_MASTER_KEY_FILE, Buffer.alloc(32, 1).toString('base64'))
  return {
    ...address,
    VESPER_COMMAND_QUEUE_URL: 'http://127.0.0.1:9/{partition}',
    VESPER_DEAD_LETTER_QUEUE_URL: 'http://127.0.0.1:9/dead',
    VESPER_EVENT_QUEUE_URL: 'http://127.0.0.1:9/events',
    QSTASH_TOKEN: 'none',
    QSTASH_CURRENT_SIGNING_KEY: 'none',
    QSTASH_NEXT_SIGNING_KEY: 'none',
    VESPER_JOBS_URL: 'http://127.0.0.1:9/jobs',
    VESPER_MASTER_KEY_FILE,
    VESPER_ADMIN_TOKEN: ADMIN_TOKEN,
    LOG_LEVEL: 'silent',
    ...environment,
  }
}
