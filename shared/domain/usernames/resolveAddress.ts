import type { UsernameAnswer } from '#shared/contracts/usernames.ts'
import { NotFound, UsernameKeyRequired } from '#shared/errors/index.ts'
import { usernameOf } from '#shared/username.ts'
import type { SendContext } from '../context.ts'
import { chatJidOf } from '../lidMappings/index.ts'
import type { SessionRow } from '../sessions/index.ts'
import { tryUsernames } from './askUsernames.ts'

/** The chat of an address. The key is present if the username is not resolved yet and has one. */
export interface ResolvedAddress {
  remoteJid: string
  usernameKey?: string
}

/**
 * Returns the chat of an address. A connected session asks WhatsApp for the person behind a username. Another session takes the person that
 * the session knows by the username, and otherwise keeps the username until its next connection.
 * @param input.usernameKey has no effect beside a number or a JID
 * @throws NotFound for a username that nobody has, UsernameKeyRequired, ServiceUnavailable, OutcomeUnknown
 */
export async function resolveAddress({
  ctx,
  input: { session, address, usernameKey },
}: {
  ctx: SendContext
  input: {
    session: Pick<SessionRow, 'id' | 'partition' | 'status'>
    address: string
    usernameKey?: string | undefined
  }
}): Promise<ResolvedAddress> {
  const username = usernameOf(address)
  const known = await chatJidOf({ ctx, input: { sessionId: session.id, jid: address } })
  if (username === null) return { remoteJid: known }
  const key = usernameKey === undefined ? {} : { usernameKey }
  const answer = session.status === 'connected' ? await askFor(ctx, session, username, usernameKey) : null
  if (answer?.state === 'unknown') throw new NotFound({ what: 'Username', id: address })
  if (answer?.state === 'key_required')
    throw new UsernameKeyRequired({ username, isWrong: usernameKey !== undefined })
  if (answer) return { remoteJid: answer.jid }
  return known === address ? { remoteJid: address, ...key } : { remoteJid: known }
}

/** Asks WhatsApp for one username. Returns null without an answer: the connector asks again before it sends the message. */
async function askFor(
  ctx: SendContext,
  session: { id: string; partition: number },
  username: string,
  key: string | undefined,
): Promise<UsernameAnswer | null> {
  const users = [{ username, ...(key !== undefined && { key }) }]
  const answered = await tryUsernames({ ctx, input: { session, users } })
  if (!answered) ctx.log.warn({ sessionId: session.id }, 'username.not_resolved')
  return answered?.[0] ?? null
}
