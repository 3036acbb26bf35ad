import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { connectors } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

const EXAMPLE = {
  id: 'con_4fG7hJ2kL9mNpQrSt5vW',
  sessions: 120,
  capacity: 1000,
  partitions: 8,
  memoryBytes: 412_344_320,
  release: 'VesperGatewayFleetTask:12',
  isLeaving: false,
  startedAt: '2026-06-24T08:00:00.000Z',
  heartbeatAt: '2026-06-24T10:30:00.000Z',
}

/** A connector, as its last heartbeat reported it. */
export const connectorSchema = z
  .object({
    id: z.string().meta({ description: 'Connector ID', example: EXAMPLE.id }),
    sessions: z
      .number()
      .int()
      .meta({ description: 'Number of sessions that the connector holds', example: EXAMPLE.sessions }),
    capacity: z
      .number()
      .int()
      .meta({ description: 'Most sessions that the connector should hold', example: EXAMPLE.capacity }),
    partitions: z
      .number()
      .int()
      .meta({ description: 'Number of partitions that the connector leases', example: EXAMPLE.partitions }),
    memoryBytes: z
      .number()
      .int()
      .meta({ description: 'Resident memory of the process, in bytes', example: EXAMPLE.memoryBytes }),
    release: z.string().nullable().meta({
      description: 'Version of the code and of the configuration; null if the connector does not know it',
      example: EXAMPLE.release,
    }),
    isLeaving: z.boolean().meta({
      description: 'True while the connector stops: it takes no more partitions',
      example: EXAMPLE.isLeaving,
    }),
    startedAt: z.iso.datetime().meta({ description: 'Start of the process', example: EXAMPLE.startedAt }),
    heartbeatAt: z.iso.datetime().meta({
      description: 'Last heartbeat; a connector sends one every few seconds',
      example: EXAMPLE.heartbeatAt,
    }),
  })
  .meta({
    id: 'Connector',
    description: 'A connector, as its last heartbeat reported it',
    example: EXAMPLE,
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
