import { findPgBouncer } from './pgbouncer/findPgBouncer.ts'
import { findSchemathesis } from './schemathesis/findSchemathesis.ts'

/** Fails with one line before the first test, if a tool is missing. */
export default async function setup(): Promise<void> {
  await findPgBouncer()
  await findSchemathesis()
}
