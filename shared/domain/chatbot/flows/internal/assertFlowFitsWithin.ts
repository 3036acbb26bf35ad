import { sql } from 'drizzle-orm'
import { flowSteps, type Transaction } from '#shared/database/index.ts'
import { FlowTooLarge } from '#shared/errors/index.ts'

/** Limit of all steps of a flow, in bytes of JSON. GET of the flow returns all steps at once. */
const MAX_FLOW_BYTES = 2_000_000

/**
 * Checks the size of a flow. Call this function after a change of steps.
 * @throws FlowTooLarge
 */
export async function assertFlowFitsWithin(tx: Transaction, flowId: string): Promise<void> {
  const { rows } = await tx.execute<{ bytes: number }>(sql`
    select coalesce(sum(octet_length(config::text) + octet_length(connections::text)), 0)::int as bytes
    from ${flowSteps} where flow_id = ${flowId}`)
  if ((rows[0]?.bytes ?? 0) > MAX_FLOW_BYTES) throw new FlowTooLarge({ maxBytes: MAX_FLOW_BYTES })
}
