import { randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { idempotencyKeys } from '#shared/database/index.ts'
import { IdempotencyConflict } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { openAnswer, type StoredAnswer } from './answer.ts'
import { KEEP_MS } from './limits.ts'

/**
 * Lease of a run, in ms. API Gateway ends a run after 29 s, so that a run without a result after the lease has died.
 */
const LEASE_MS = 35_000

/**
 * Identity of a request: `key` is the caller's Idempotency-Key. A repetition of the request has the same `fingerprint`,
 * a hash.
 */
export interface IdempotentRequest {
  apiKeyId: string
  key: string
  fingerprint: string
}

/** The right to run a request, with the seed of the ids that the run creates. */
export interface Run {
  apiKeyId: string
  key: string
  lease: string
  leaseUntil: Date
  seed: string
  /** True if an earlier run began and stored no response. */
  isRepeated: boolean
}

/**
 * Begins a request that its caller may repeat, or returns the stored response. Only one of several concurrent calls
 * runs the request. If a run dies, a later call takes over after the lease, with the same seed.
 * @param input.secret the caller's API key or admin token, which opens the stored response
 * @throws IdempotencyConflict while another call runs, or if the key belongs to another request
 */
export async function beginIdempotent({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: IdempotentRequest & { secret: string }
}): Promise<{ run: Run } | { answer: StoredAnswer }> {
  const run = await take(ctx, input)
  if (run) return { run }
  const { apiKeyId, key, fingerprint } = input
  const [row] = await ctx.db
    .select()
    .from(idempotencyKeys)
    .where(and(eq(idempotencyKeys.apiKeyId, apiKeyId), eq(idempotencyKeys.key, key)))
  if (row && row.fingerprint !== fingerprint) throw new IdempotencyConflict({ why: 'other_request' })
  if (!row || row.status === null) throw new IdempotencyConflict({ why: 'running' })
  return { answer: openAnswer(row, input.secret) }
}

/** Claims the run in one statement, so that only one of several concurrent calls gets the run. */
async function take(ctx: Pick<Context, 'db' | 'now'>, request: IdempotentRequest): Promise<Run | null> {
  const { apiKeyId, key, fingerprint } = request
  const now = ctx.now()
  const lease = randomBytes(12).toString('hex')
  const leaseUntil = new Date(now.getTime() + LEASE_MS)
  const seed = randomBytes(16).toString('hex')
  const isOver = sql`${idempotencyKeys.createdAt} < ${new Date(now.getTime() - KEEP_MS).toISOString()}::timestamptz`
  const hasDied = sql`(${idempotencyKeys.status} is null and ${idempotencyKeys.leaseUntil} <= ${now.toISOString()}::timestamptz
    and ${idempotencyKeys.fingerprint} = excluded.fingerprint)`
  const [row] = await ctx.db
    .insert(idempotencyKeys)
    .values({
      apiKeyId,
      key,
      fingerprint,
      seed,
      lease,
      leaseUntil,
      createdAt: now,
    })
    .onConflictDoUpdate({
      target: [idempotencyKeys.apiKeyId, idempotencyKeys.key],
      set: {
        fingerprint,
        lease,
        leaseUntil: sql`excluded.lease_until`,
        status: null,
        body: null,
        contentType: null,
        seed: sql`case when ${isOver} then excluded.seed else ${idempotencyKeys.seed} end`,
        createdAt: sql`case when ${isOver} then excluded.created_at else ${idempotencyKeys.createdAt} end`,
      },
      setWhere: sql`${isOver} or ${hasDied}`,
    })
    .returning({ seed: idempotencyKeys.seed })
  return row ? { apiKeyId, key, lease, leaseUntil, seed: row.seed, isRepeated: row.seed !== seed } : null
}
