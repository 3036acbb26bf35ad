import { type DeployEvent, isRollback, type Step } from '#shared/contracts/deployEvent.ts'
import { addPartitions, directAddress, migrateDatabase } from '#shared/database/index.ts'
import { createLogger } from '#shared/logger.ts'
import { nameSourcesInStacks } from '#shared/sourceLines.ts'
import { migrateEnvironment, readFunctionConfig } from '../config.ts'

nameSourcesInStacks()

/** The steps of a deploy. The first comes before new code serves, and the second when all other resources are deployed. */
const STEPS: Record<Step, () => Promise<void>> = { schema: migrateSchema, partitions: openPartitions }

/**
 * Runs a step of a deploy, for a custom resource of CloudFormation. An error fails the deploy. An error during a rollback is logged
 * only, because a failed rollback would block the stack.
 */
export async function handler(event: DeployEvent): Promise<{ PhysicalResourceId: string }> {
  const { step } = event.ResourceProperties
  const log = createLogger({ level: 'info', name: 'migrate', isSync: true })
  // The database outlives the stack.
  if (event.RequestType === 'Delete') return { PhysicalResourceId: step }
  try {
    // The configuration is read here, because a wrong secret must not block a rollback either.
    await STEPS[step]()
    log.info({ step }, 'migrate.done')
  } catch (err) {
    log.error({ err, step, isRollback: isRollback(event) }, 'migrate.failed')
    if (!isRollback(event)) throw err
  }
  return { PhysicalResourceId: step }
}

async function migrateSchema(): Promise<void> {
  const config = await readFunctionConfig(migrateEnvironment)
  await migrateDatabase(directAddress(config), {
    partitions: config.VESPER_PARTITIONS,
    role: decodeURIComponent(new URL(config.DATABASE_URL).username),
  })
}

async function openPartitions(): Promise<void> {
  const config = await readFunctionConfig(migrateEnvironment)
  await addPartitions(directAddress(config), config.VESPER_PARTITIONS)
}
