import { findCloudTools } from './aws/findTools.ts'
import { findGenerators } from './clients/findGenerators.ts'
import { findPgBouncer } from './pgbouncer/findPgBouncer.ts'
import { findSchemathesis } from './schemathesis/findSchemathesis.ts'
import { findClient } from './whatsmeow/findClient.ts'

/** Fails before the first test if a tool is missing. */
export default async function setup(): Promise<void> {
  await findPgBouncer()
  await findSchemathesis()
  await findClient()
  await findGenerators()
  await findCloudTools()
}
