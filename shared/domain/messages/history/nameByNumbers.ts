import type { MessageContent } from '#shared/contracts/messages.ts'
import type { Context } from '../../context.ts'
import { canonicalJidsOf } from '../../lidMappings/index.ts'

/** Parts of a stored message that name persons. */
interface Named {
  participant: string | null
  content: MessageContent | null
}

/**
 * Names the persons in stored messages by number, as far as the numbers are known by now. A message keeps the JIDs that were
 * known when it arrived.
 */
export async function nameByNumbers<Row extends Named>({
  ctx,
  input: { sessionId, rows },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; rows: readonly Row[] }
}): Promise<Row[]> {
  const jids = [...new Set(rows.flatMap(jidsIn))]
  const phones = await canonicalJidsOf({ ctx, input: { sessionId, jids } })
  if (phones.size === 0) return [...rows]
  const phone = (jid: string) => phones.get(jid) ?? jid
  return rows.map((row) => ({
    ...row,
    participant: row.participant && phone(row.participant),
    content: row.content && nameContent(row.content, phone),
  }))
}

function jidsIn({ participant, content }: Named): string[] {
  return [participant, content?.quoted?.participant, ...(content?.mentions ?? [])].filter(
    (jid) => typeof jid === 'string',
  )
}

function nameContent(content: MessageContent, phone: (jid: string) => string): MessageContent {
  const { quoted, mentions } = content
  return {
    ...content,
    ...(quoted?.participant && { quoted: { ...quoted, participant: phone(quoted.participant) } }),
    ...(mentions && { mentions: mentions.map(phone) }),
  }
}
