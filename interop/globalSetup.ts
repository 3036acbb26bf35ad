import { findCloudTools } from './aws/findTools.ts'
import { findGenerators } from './clients/findGenerators.ts'
import { findPgBouncer } from './pgbouncer/findPgBouncer.ts'
import { findSchemathesis } from './schemathesis/findSchemathesis.ts'
import { findRuntime, loadPlaywright } from './sdk/findRuntimes.ts'
import { findClient } from './whatsmeow/findClient.ts'

/** Fails before the first test if a tool is missing. */
export default async function setup(): Promise<void> {
  await findPgBouncer()
  await findSchemathesis()
  await findClient()
  await findGenerators()
  await findCloudTools()
  for (const name of ['node20', 'node22', 'node24', 'bun', 'chromium', 'tsc'] as const)
    await findRuntime(name)
  await loadPlaywright()
}
