import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { connectors } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** A member of the fleet, as it last said of itself. */
export const connectorSchema = z.object({
  id: z.string().meta({ example: 'con_4fG7hJ2kL9mNpQrSt5vW' }),
  sessions: z.number().int().meta({ description: 'Sessions that it holds', example: 120 }),
  startedAt: z.iso.datetime(),
  heartbeatAt: z.iso.datetime().meta({ description: 'When it last said so; it does every few seconds' }),
})
export type ConnectorView = z.infer<typeof connectorSchema>

/** The connectors, the longest running first. */
export async function listConnectors({ ctx }: { ctx: Pick<Context, 'db'> }): Promise<ConnectorView[]> {
  const rows = await ctx.db.select().from(connectors).orderBy(asc(connectors.startedAt), asc(connectors.id))
  return rows.map(({ id, sessions, startedAt, heartbeatAt }) => ({
    id,
    sessions,
    startedAt: startedAt.toISOString(),
    heartbeatAt: heartbeatAt.toISOString(),
  }))
}
