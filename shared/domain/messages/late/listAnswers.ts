import { createHash } from 'node:crypto'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { messageAnswers } from '#shared/database/index.ts'
import { phoneJid } from '#shared/jid.ts'
import type { Context } from '../../context.ts'

/** Limit of the listed answers. WhatsApp's largest groups have some thousand members. */
const MOST_ANSWERS = 5_000

/** One person's answer to a poll or an event. */
interface ListedAnswer {
  voter: string
  lid: string | null
  fromMe: boolean
  choices: string[]
  guests: number | null
  timestamp: number
}

/** Lists the answers to a message, in the order of their times. An answer that was taken back has no choices. */
async function readAnswers({
  ctx,
  input: { sessionId, messageId, sender, ownPhone },
}: {
  ctx: Pick<Context, 'db'>
  input: { sessionId: string; messageId: string; sender: string; ownPhone: string | null }
}): Promise<ListedAnswer[]> {
  const { voter, choices, guests, answeredAt } = messageAnswers
  const lid = sql<string | null>`(
    select l.lid from lid_mappings l where l.session_id = ${sessionId} and l.phone_jid = ${voter} limit 1)`
  const rows = await ctx.db
    .select({ voter, choices, guests, answeredAt, lid })
    .from(messageAnswers)
    .where(
      and(
        eq(messageAnswers.sessionId, sessionId),
        eq(messageAnswers.messageId, messageId),
        eq(messageAnswers.messageSender, sender),
      ),
    )
    .orderBy(asc(answeredAt), asc(voter))
    .limit(MOST_ANSWERS)
  return rows.map((row) => ({
    ...row,
    voter: row.voter === 'me' && ownPhone !== null ? phoneJid(ownPhone) : row.voter,
    fromMe: row.voter === 'me',
    timestamp: Math.floor(row.answeredAt / 1_000),
  }))
}

/**
 * Returns the answers to a poll or an event, for the view of the message. A poll has a tally and votes, and an event has responses.
 */
export async function listAnswers({
  ctx,
  input: { content, ...input },
}: {
  ctx: Pick<Context, 'db'>
  input: Parameters<typeof readAnswers>[0]['input'] & { content: MessageContent }
}) {
  const { poll, event } = content
  if (!poll && !event) return {}
  const answers = await readAnswers({ ctx, input })
  const people = answers.map(({ voter, lid, fromMe, ...rest }) => ({
    ...rest,
    person: { voter, ...(lid !== null && { voterLid: lid }), ...(fromMe && { fromMe: true as const }) },
  }))
  if (!poll) {
    const responses = people.flatMap(({ person, choices, guests, timestamp }) =>
      choices.slice(0, 1).map((response) => ({ ...person, response, guests: guests ?? 0, timestamp })),
    )
    return { responses }
  }
  const nameOf = optionNames(poll.options)
  const votes = people.map(({ person, choices, timestamp }) => ({
    ...person,
    options: choices.flatMap((hash) => nameOf.get(hash) ?? []),
    timestamp,
  }))
  const tally = [...new Set(poll.options)].map((option) => ({
    option,
    votes: votes.filter(({ options }) => options.includes(option)).length,
  }))
  return { tally, votes: votes.filter(({ options }) => options.length > 0) }
}

/** Returns the names of a poll's options by their SHA-256 in hex, by which a vote names them. */
export function optionNames(options: readonly string[]): Map<string, string> {
  return new Map(options.map((option) => [createHash('sha256').update(option).digest('hex'), option]))
}
