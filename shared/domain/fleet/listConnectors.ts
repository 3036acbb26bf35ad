import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { connectors } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** A member of the fleet, as it last said of itself. */
export const connectorSchema = z.object({
  id: z.string().meta({ example: 'con_4fG7hJ2kL9mNpQrSt5vW' }),
  sessions: z.number().int().meta({ description: 'Sessions that it holds', example: 120 }),
  capacity: z.number().int().meta({ description: 'Sessions that it is made for', example: 1000 }),
  partitions: z.number().int().meta({ description: 'Partitions that it leases', example: 8 }),
  memoryBytes: z.number().int().meta({ description: 'Of its process, resident' }),
  startedAt: z.iso.datetime(),
  heartbeatAt: z.iso.datetime().meta({ description: 'When it last said so; it does every few seconds' }),
})
export type ConnectorView = z.infer<typeof connectorSchema>

/** The connectors, the longest running first. */
export async function listConnectors({ ctx }: { ctx: Pick<Context, 'db'> }): Promise<ConnectorView[]> {
  const rows = await ctx.db.select().from(connectors).orderBy(asc(connectors.startedAt), asc(connectors.id))
  return rows.map(({ startedAt, heartbeatAt, ...load }) => ({
    ...load,
    startedAt: startedAt.toISOString(),
    heartbeatAt: heartbeatAt.toISOString(),
  }))
}
