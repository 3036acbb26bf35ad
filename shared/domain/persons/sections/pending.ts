import { sql } from 'drizzle-orm'
import { failPendingWithin, type MessageKey } from './internal/eraseMessagesWithin.ts'
import { isJidIn } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

/** Pending messages to the person, which end FAILED. The section `messages` then deletes their rows. */
export const pending = defineSection<MessageKey>({
  scope: 'app',
  isCounted: false,
  find: (tx, { appId, person, before, campaignsBefore }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`messages`,
        columns: sql`session_id, id, sender, status`,
        where: sql`pending_until is not null and status = 'PENDING'`,
        order: [
          ['pending_until', 'timestamptz'],
          ['seq', 'bigint'],
        ],
        matches: sql`app_id = ${appId} and sender = 'me' and ${isJidIn(person, sql`remote_jid`)}
          and created_at < case source when 'broadcast' then ${campaignsBefore.toISOString()}::timestamptz
            else ${before.toISOString()}::timestamptz end`,
      },
      after,
      most,
    ),
  erase: failPendingWithin,
})
