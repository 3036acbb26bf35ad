import { NOTICE_TYPES } from '#shared/contracts/messages.ts'
import type { Transaction } from '#shared/database/index.ts'
import type { Context } from '../../context.ts'
import { emit } from '../../events/index.ts'
import { assertLease, type Fenced } from '../../fleet/index.ts'
import { applyRepliesWithin } from '../../suppressions/index.ts'
import type { InboundMessage } from '../inbound/index.ts'
import { insertInboundMessagesWithin, messageEvent } from '../inbound/index.ts'
import { addSecretsWithin } from './internal/addSecretsWithin.ts'
import { applyEditsWithin } from './internal/applyEditsWithin.ts'
import { applyRevocationsWithin, type Revocation } from './internal/applyRevocationsWithin.ts'
import { mergeCopies } from './internal/mergeCopies.ts'
import { nameAuthorsWithin } from './internal/nameAuthorsWithin.ts'

const CHUNK = 500

/**
 * Stores messages that the phone sends later: history from before the link, or content that was missing. A stored message takes a
 * later edit or revocation, which emits an event, and is otherwise unchanged. A new message emits no event. A message whose
 * content was missing emits its event now.
 * @throws LeaseLost
 */
export async function importHistory({
  ctx,
  input: { lease, messages, revoked = [], ...owner },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: {
    sessionId: string
    appId: string
    messages: readonly InboundMessage[]
    revoked?: readonly Revocation[]
  } & Fenced
}): Promise<void> {
  for (let start = 0; start < Math.max(messages.length, revoked.length); start += CHUNK) {
    const end = start + CHUNK
    const toPublish = await ctx.db.transaction(async (tx) => {
      await assertLease({ ctx: { db: tx }, input: lease })
      return await importWithin(tx, owner, messages.slice(start, end), revoked.slice(start, end), ctx.now())
    })
    if (toPublish) await ctx.outbox.wake(owner.sessionId)
  }
}

async function importWithin(
  tx: Transaction,
  owner: { sessionId: string; appId: string },
  given: readonly InboundMessage[],
  revoked: readonly Revocation[],
  now: Date,
): Promise<boolean> {
  const messages = mergeCopies(given)
  await nameAuthorsWithin(tx, owner.sessionId, messages)
  const edits = await applyEditsWithin(tx, owner, messages, now)
  await addSecretsWithin(tx, owner.sessionId, messages)
  const written = await insertInboundMessagesWithin(tx, owner, messages)
  const revocations = await applyRevocationsWithin(tx, owner, revoked, now)
  const completed = written
    .filter(({ message, missing }) => missing && !NOTICE_TYPES.includes(message.type))
    .map(({ message }) => message)
  const replies = await applyRepliesWithin(tx, owner, completed, now)
  const received = completed.map((message, index) => messageEvent(owner, message, now, replies[index]))
  return await emit({ ctx: { db: tx }, input: [...received, ...edits, ...revocations] })
}
