import { and, eq, inArray, ne } from 'drizzle-orm'
import { z } from 'zod'
import {
  KEY_SCOPES,
  type KeyLimitChanges,
  type KeyLimits,
  MAX_KEY_NETWORKS,
  MAX_KEY_SESSIONS,
} from '#shared/contracts/keys.ts'
import { type apiKeys, type Queryable, sessions } from '#shared/database/index.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import { network, uniqueTexts } from '#shared/input/index.ts'

const EXAMPLE = {
  scopes: ['read', 'send'],
  sessions: ['YoNofiM9vtHy'],
  expiresAt: '2027-06-24T10:28:00.000Z',
  allowedIps: ['203.0.113.0/24'],
} as const
const DESCRIPTIONS = {
  scopes: 'Actions that the key allows: `read`, `send` and `manage` (pairing, webhooks and all settings)',
  sessions: 'Sessions that the key opens; null for all sessions of the app',
  expiresAt: 'End of the validity; null for a key that does not expire',
  allowedIps: 'IP addresses and networks (CIDR) that may use the key; null for all',
}
const about = <Name extends keyof typeof EXAMPLE>(name: Name) => ({
  description: DESCRIPTIONS[name],
  example: EXAMPLE[name],
})

/** The limits of a key in answers. */
export const keyLimitsView = {
  scopes: z.array(z.enum(KEY_SCOPES)).meta(about('scopes')),
  sessions: z.array(z.string()).nullable().meta(about('sessions')),
  expiresAt: z.iso.datetime().nullable().meta(about('expiresAt')),
  allowedIps: z.array(z.string()).nullable().meta(about('allowedIps')),
}

/** The limits of a key in requests. */
export const keyLimitsInput = {
  scopes: uniqueTexts(z.array(z.enum(KEY_SCOPES)).min(1), 'Name each scope once').meta(about('scopes')),
  sessions: uniqueTexts(z.array(z.string()).min(1).max(MAX_KEY_SESSIONS), 'Name each session once')
    .nullable()
    .meta(about('sessions')),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .meta(about('expiresAt')),
  allowedIps: z.array(network).min(1).max(MAX_KEY_NETWORKS).nullable().meta(about('allowedIps')),
}

/** Returns the columns of the limits that a request names. */
export function toColumns({ scopes, sessions: opened, expiresAt, allowedIps }: KeyLimitChanges) {
  return {
    ...(scopes && { scopes: [...scopes] }),
    ...(opened !== undefined && { sessions: opened && [...opened] }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(allowedIps !== undefined && { allowedIps: allowedIps && [...allowedIps] }),
  }
}

/** Reads the limits of a key from its row. */
export function limitsOf(row: typeof apiKeys.$inferSelect): KeyLimits {
  const { scopes, sessions: opened, expiresAt, allowedIps } = row
  return { scopes, sessions: opened, expiresAt, allowedIps }
}

/**
 * Checks the new limits of a key: the end of the validity is in the future, and the sessions belong to the app.
 * @throws ValidationFailed
 */
export async function assertLimits({
  ctx,
  input: { appId, limits },
}: {
  ctx: { db: Queryable; now(): Date }
  input: { appId: string; limits: KeyLimitChanges }
}): Promise<void> {
  if (limits.expiresAt && limits.expiresAt <= ctx.now())
    throw new ValidationFailed({ details: [{ path: 'expiresAt', message: 'Give a time in the future' }] })
  if (!limits.sessions) return
  const found = await ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.appId, appId),
        inArray(sessions.id, [...limits.sessions]),
        ne(sessions.desiredState, 'delete'),
      ),
    )
  const known = new Set(found.map(({ id }) => id))
  const details = limits.sessions.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `sessions.${index}`, message: 'The app has no such session' }],
  )
  if (details.length > 0) throw new ValidationFailed({ details })
}
