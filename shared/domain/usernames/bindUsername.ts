import { sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { type Fenced, holdsLease } from '../fleet/index.ts'
import { moveChats } from '../lidMappings/index.ts'

interface Bound {
  sessionId: string
  appId: string
  /** The username in its stored form. */
  username: string
  lid: string
  /** The JID that the chat with the person has: the number if it is known, and otherwise the LID. */
  chat: string
}

/**
 * Replaces the address of a username by the person in WhatsApp's answer. Messages that wait under the username move to the chat. The
 * recipients of lists and campaigns get the LID, so that a later owner of the username gets nothing that was meant for this person.
 */
export async function bindUsername({
  ctx,
  input: { sessionId, appId, username, lid, chat, lease },
}: {
  ctx: Pick<Context, 'db'>
  input: Bound & Fenced
}): Promise<void> {
  const address = `@${username}`
  await moveChats({
    ctx,
    input: {
      lease,
      sessionId,
      moves: [{ from: address, to: chat }],
      last: async (tx) => {
        // A list that has the LID already keeps one recipient. An update of a list locks the row of the list first, too.
        await tx.execute(sql`
          with lists as (
            select id from recipient_lists where app_id = ${appId} and ${holdsLease(lease)}
              and exists (select 1 from list_recipients r where r.list_id = recipient_lists.id and r.phone = ${address})
            order by id for update
          ),
          doubled as (
            delete from list_recipients r using lists where r.list_id = lists.id and r.phone = ${address}
              and exists (select 1 from list_recipients o where o.list_id = r.list_id and o.phone = ${lid})
            returning r.list_id
          ),
          counted as (
            update recipient_lists l set size = greatest(l.size - 1, 0) from doubled where l.id = doubled.list_id
          )
          update list_recipients r set phone = ${lid}, username_key = null from lists
          where r.list_id = lists.id and r.phone = ${address}
            and not exists (select 1 from list_recipients o where o.list_id = r.list_id and o.phone = ${lid})`)
        await tx.execute(sql`
          update campaign_recipients r set phone = ${lid}, username_key = null from campaigns c
          where c.app_id = ${appId} and c.session_id = ${sessionId} and r.campaign_id = c.id and r.phone = ${address}
            and ${holdsLease(lease)}
            and not exists (select 1 from campaign_recipients o where o.campaign_id = r.campaign_id and o.phone = ${lid})`)
      },
    },
  })
}
