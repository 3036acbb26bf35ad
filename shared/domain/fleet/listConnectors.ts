import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { connectors } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** A connector, as its last heartbeat reported it. */
export const connectorSchema = z.object({
  id: z.string().meta({ example: 'con_4fG7hJ2kL9mNpQrSt5vW' }),
  sessions: z.number().int().meta({ description: 'Sessions that the connector holds', example: 120 }),
  capacity: z
    .number()
    .int()
    .meta({ description: 'Most sessions that the connector should hold', example: 1000 }),
  partitions: z.number().int().meta({ description: 'Partitions that the connector leases', example: 8 }),
  memoryBytes: z.number().int().meta({ description: 'Resident memory of the process, in bytes' }),
  startedAt: z.iso.datetime(),
  heartbeatAt: z.iso
    .datetime()
    .meta({ description: 'Last heartbeat; a connector sends one every few seconds' }),
})
export type ConnectorView = z.infer<typeof connectorSchema>

/** Lists the connectors, the longest running first. */
export async function listConnectors({ ctx }: { ctx: Pick<Context, 'db'> }): Promise<ConnectorView[]> {
  const rows = await ctx.db.select().from(connectors).orderBy(asc(connectors.startedAt), asc(connectors.id))
  return rows.map(({ startedAt, heartbeatAt, ...load }) => ({
    ...load,
    startedAt: startedAt.toISOString(),
    heartbeatAt: heartbeatAt.toISOString(),
  }))
}
