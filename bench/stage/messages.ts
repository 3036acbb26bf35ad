import { sql } from 'drizzle-orm'
import type { Database } from '#shared/database/index.ts'

const CHATS = 1_000

/** Writes READ messages into a session, spread over a thousand chats: numbers `from` + 1 to `to`. */
export async function fillMessages(
  db: Database,
  { session, from, to, analyze = true }: { session: string; from: number; to: number; analyze?: boolean },
): Promise<void> {
  await db.execute(sql`
    insert into messages (session_id, id, sender, app_id, remote_jid, from_me, type, content, status, source, timestamp)
    select s.id, 'M' || n, 'me', s.app_id, (905550000000 + n % ${CHATS}) || '@s.whatsapp.net', true, 'text',
      '{"text":"Hello from Vesper!"}', 'READ', 'api', 1700000000 + n
    from sessions s, generate_series(${from + 1}::int, ${to}::int) as n where s.id = ${session}`)
  if (analyze) await db.execute('analyze messages')
}

/** Writes a receipt for each message of a session: numbers `from` + 1 to `to`. */
export async function fillReceipts(
  db: Database,
  { session, from, to }: { session: string; from: number; to: number },
): Promise<void> {
  await db.execute(sql`
    insert into message_recipients (session_id, message_id, sender, jid, status)
    select ${session}, 'M' || n, 'me', '905559999999@s.whatsapp.net', 'READ'
    from generate_series(${from + 1}::int, ${to}::int) as n`)
}
