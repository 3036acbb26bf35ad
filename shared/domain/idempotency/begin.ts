import { randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { idempotencyKeys } from '#shared/database/index.ts'
import { IdempotencyConflict } from '#shared/errors/index.ts'
import type { Context } from '../context.ts'
import { KEEP_MS, openAnswer, type StoredAnswer } from './answer.ts'

/** A run may take as long as API Gateway lets it (29 s); one that has not ended then has died. */
const LEASE_MS = 35_000

/** Which request it is: `key` is the caller's Idempotency-Key, `fingerprint` a hash of what must be the same in a repetition. */
export interface IdempotentRequest {
  apiKeyId: string
  key: string
  fingerprint: string
}

/** The right to run a request, and the seed of the ids that it makes. */
export interface Run {
  apiKeyId: string
  key: string
  lease: string
  leaseUntil: Date
  seed: string
  /** Whether an earlier run began and left no answer. */
  isRepeated: boolean
}

/**
 * Begins a request that its caller may repeat, or finds its answer. Of several at once one runs. A run that died is taken over
 * behind its lease, with the same seed.
 * @param input.secret the caller's API key or admin token, which opens the stored answer
 * @throws IdempotencyConflict while another runs, and for another request under the same key
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

/** One statement, so that of several at once one gets it. */
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
