import { and, eq } from 'drizzle-orm'
import { idempotencyKeys } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { type StoredAnswer, sealBody } from './answer.ts'
import type { Run } from './beginIdempotent.ts'

/** Stores a run's response for repetitions of the request. A run that was taken over stores nothing. */
export async function finishIdempotent({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: { run: Run; answer: StoredAnswer; secret: string }
}): Promise<void> {
  const { run, answer, secret } = input
  await ctx.db
    .update(idempotencyKeys)
    .set({
      status: answer.status,
      contentType: answer.contentType,
      body: sealBody(run.seed, secret, answer.body),
    })
    .where(isHeld(run))
}

/** Ends a run without a stored response. The same request may run again at once, with the same seed. */
export async function releaseIdempotent({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { run: Run }
}): Promise<void> {
  await ctx.db.update(idempotencyKeys).set({ leaseUntil: ctx.now() }).where(isHeld(input.run))
}

function isHeld({ apiKeyId, key, lease }: Run) {
  return and(
    eq(idempotencyKeys.apiKeyId, apiKeyId),
    eq(idempotencyKeys.key, key),
    eq(idempotencyKeys.lease, lease),
  )
}
