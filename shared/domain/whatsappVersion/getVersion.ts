import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { BUILT_IN_VERSION, formatVersion, whatsappVersionSchema } from '#shared/contracts/whatsappVersion.ts'
import { sessions, whatsappVersion } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { effectiveVersion } from './internal/effectiveVersion.ts'

const LEARNED = { version: '2.3000.1043990001', at: '2026-06-24T10:30:00.000Z' }
const REFUSED = { version: formatVersion(BUILT_IN_VERSION), at: '2026-06-24T10:29:59.000Z' }
const dated = z
  .object({
    version: whatsappVersionSchema,
    at: z.iso.datetime().meta({ description: 'Time of the record', example: LEARNED.at }),
  })
  .meta({ id: 'DatedVersion', description: 'A version of WhatsApp Web with its time', example: LEARNED })

/** The version of WhatsApp Web that the fleet uses, and its origin. */
export const versionViewSchema = z
  .object({
    version: whatsappVersionSchema.meta({ description: 'Version of new logins', example: LEARNED.version }),
    source: z.enum(['operator', 'learned', 'built_in']).meta({
      description: '`operator`: set here. `learned`: WhatsApp Web names it. `built_in`: from Baileys',
      example: 'learned',
    }),
    builtIn: whatsappVersionSchema.meta({
      description: 'Version of Baileys in this release',
      example: formatVersion(BUILT_IN_VERSION),
    }),
    learned: dated
      .nullable()
      .meta({ description: 'Newest version that WhatsApp Web has named', example: LEARNED }),
    chosen: dated.nullable().meta({ description: 'Version that the operator has set', example: null }),
    refused: dated.nullable().meta({
      description: 'Last version that WhatsApp refused',
      example: REFUSED,
    }),
    checkedAt: z.iso.datetime().nullable().meta({
      description: 'Time at which a connector last asked WhatsApp Web',
      example: '2026-06-24T10:30:00.000Z',
    }),
    outdatedSessions: z.number().int().meta({
      description: 'Number of sessions that rest with the reason `client_outdated`',
      example: 0,
    }),
  })
  .meta({
    id: 'WhatsAppVersion',
    description: 'The version of WhatsApp Web that the fleet uses',
    example: {
      version: LEARNED.version,
      source: 'learned',
      builtIn: formatVersion(BUILT_IN_VERSION),
      learned: LEARNED,
      chosen: null,
      refused: REFUSED,
      checkedAt: LEARNED.at,
      outdatedSessions: 0,
    },
  })
export type VersionView = z.infer<typeof versionViewSchema>

/** Returns the version of WhatsApp Web that the fleet uses, with its origin. */
export async function getVersion({ ctx }: { ctx: Pick<Context, 'db'> }): Promise<VersionView> {
  const [row] = await ctx.db.select().from(whatsappVersion)
  const { version, source } = effectiveVersion(row)
  const isOutdated = and(eq(sessions.reason, 'client_outdated'), eq(sessions.status, 'disconnected'))
  return {
    version: formatVersion(version),
    source,
    builtIn: formatVersion(BUILT_IN_VERSION),
    learned: toDated(row?.learned, row?.learnedAt),
    chosen: toDated(row?.chosen, row?.chosenAt),
    refused: toDated(row?.refused, row?.refusedAt),
    checkedAt: row?.checkedAt?.toISOString() ?? null,
    outdatedSessions: await ctx.db.$count(sessions, isOutdated),
  }
}

function toDated(version: string | null | undefined, at: Date | null | undefined) {
  return version && at ? { version, at: at.toISOString() } : null
}
