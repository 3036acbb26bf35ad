import { sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import type { Context } from '../context.ts'
import { assertLease, type Fenced } from '../fleet/index.ts'

/** A setting of a chat's disappearing timer, as WhatsApp reports it. */
export interface TimerSetting {
  /** JID of the chat. */
  jid: string
  /** Lifetime of new messages, in seconds; 0 means that messages do not disappear. */
  seconds: number
  /** Time of the setting, in Unix seconds. */
  at: number
}

/**
 * Stores settings of disappearing timers. WhatsApp repeats old settings, so that the newest setting of a chat counts.
 * @throws LeaseLost
 */
export async function recordTimers({
  ctx,
  input: { lease, sessionId, settings },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; settings: readonly TimerSetting[] } & Fenced
}): Promise<void> {
  const newest = newestOfEach(settings)
  if (newest.length === 0) return
  const jids = arrayParam(newest.map(({ jid }) => jid))
  const seconds = arrayParam(newest.map((setting) => String(setting.seconds)))
  const times = arrayParam(newest.map(({ at }) => String(at)))
  await ctx.db.transaction(async (tx) => {
    await assertLease({ ctx: { db: tx }, input: lease })
    await tx.execute(sql`
      insert into chats (session_id, jid, ephemeral_seconds, ephemeral_at)
      select ${sessionId}, t.jid, t.seconds::int, t.at::bigint
      from unnest(${jids}::text[], ${seconds}::text[], ${times}::text[]) as t (jid, seconds, at)
      on conflict (session_id, jid) do update
        set ephemeral_seconds = excluded.ephemeral_seconds, ephemeral_at = excluded.ephemeral_at
        where excluded.ephemeral_at >= chats.ephemeral_at`)
  })
}

/** Keeps the newest setting of each chat, because one statement may change a row only once. */
function newestOfEach(settings: readonly TimerSetting[]): TimerSetting[] {
  const newest = new Map<string, TimerSetting>()
  for (const setting of settings) {
    const known = newest.get(setting.jid)
    if (!known || setting.at >= known.at) newest.set(setting.jid, setting)
  }
  return [...newest.values()]
}
