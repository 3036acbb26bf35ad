import { findPgBouncer } from './pgbouncer/findPgBouncer.ts'

/** Fails before the first test if a tool is missing. */
export default async function setup(): Promise<void> {
  await findPgBouncer()
}
