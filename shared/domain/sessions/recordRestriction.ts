import { sql } from 'drizzle-orm'
import type { Restriction } from '#shared/contracts/restrictions.ts'
import { sessions } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { changeHeldSession, type SessionHold } from './internal/changeHeldSession.ts'
import { isSameEnd } from './internal/isSameEnd.ts'
import { restrictedEvent } from './sessionEvents.ts'

/**
 * Stores WhatsApp's state of one kind of restriction. Null: the restriction ended. A change emits an event.
 * @throws LeaseLost
 */
export async function recordRestriction({
  ctx,
  input: { hold, kind, restriction },
}: {
  ctx: Pick<Context, 'db' | 'now' | 'outbox'>
  input: { hold: SessionHold; kind: Restriction['type']; restriction: Restriction | null }
}): Promise<void> {
  const now = ctx.now()
  // Each kind has a state of its own, which the other kinds keep.
  const others = sql`jsonb_path_query_array(${sessions.restrictions}, '$[*] ? (@.type != $kind)', ${JSON.stringify({ kind })}::jsonb)`
  const added = JSON.stringify(restriction ? [restriction] : [])
  await changeHeldSession({
    ctx,
    input: {
      hold,
      change: { restrictions: sql`${others} || ${added}::jsonb` },
      eventOf: ({ before }) => {
        const known = before.restrictions.find(
          ({ type, until }) => type === kind && (until === null || new Date(until) > now),
        )
        return isSame(known ?? null, restriction) ? null : restrictedEvent(before.id, kind, restriction)
      },
    },
  })
}

function isSame(before: Restriction | null, after: Restriction | null): boolean {
  if (!before || !after) return before === after
  return before.reason === after.reason && isSameEnd(dateOf(before), dateOf(after))
}

function dateOf({ until }: Restriction): Date | null {
  return until === null ? null : new Date(until)
}
