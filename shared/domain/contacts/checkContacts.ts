import { z } from 'zod'
import type { UsernameAnswer } from '#shared/contracts/usernames.ts'
import { NotFound } from '#shared/errors/index.ts'
import { phoneOf } from '#shared/jid.ts'
import { usernameOf } from '#shared/username.ts'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession, type SessionRow } from '../sessions/index.ts'
import { askUsernames, resolveAddress } from '../usernames/index.ts'

export const contactCheckSchema = z
  .object({
    phone: z.string().nullable().meta({
      description:
        'The checked number in digits. For a username: the number of the person; null if it is unknown or hidden',
      example: '905551234567',
    }),
    username: z
      .string()
      .optional()
      .meta({ description: 'The checked username; absent for a number', example: 'ayse.yilmaz' }),
    exists: z
      .boolean()
      .meta({ description: 'True if the number or the username has a WhatsApp account', example: true }),
    keyRequired: z.literal(true).optional().meta({
      description:
        'True if the owner of the username has set a key, and the request has no key or a wrong key. `jid` and `lid` are then null',
      example: true,
    }),
    jid: z
      .string()
      .nullable()
      .meta({
        description:
          'JID of the account; null if there is no account. The JID may have another form of the number. For a person who hides the ' +
          'number, the JID is the LID',
        example: '905551234567@s.whatsapp.net',
      }),
    lid: z
      .string()
      .nullable()
      .meta({ description: 'LID of the account; null if it is unknown', example: '630846724446591@lid' }),
  })
  .meta({
    id: 'ContactCheck',
    description: 'The answer of WhatsApp about one number or one username',
    example: {
      phone: '905551234567',
      exists: true,
      jid: '905551234567@s.whatsapp.net',
      lid: '630846724446591@lid',
    },
  })
export type ContactCheck = z.infer<typeof contactCheckSchema>

/**
 * Checks which numbers and usernames have a WhatsApp account, and returns their JIDs: first the numbers, then the usernames.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function checkContacts({
  ctx,
  input,
}: {
  ctx: AppContext
  input: {
    sessionId: string
    phones?: string[] | undefined
    usernames?: string[] | undefined
    /** Key that is tried for each username. */
    usernameKey?: string | undefined
  }
}): Promise<ContactCheck[]> {
  const { phones = [], usernames = [], usernameKey } = input
  const session = await loadPairedSession({ ctx, input: { id: input.sessionId } })
  const users = usernames.map((username) => ({
    username,
    ...(usernameKey !== undefined && { key: usernameKey }),
  }))
  const [numbers, named] = await Promise.all([
    phones.length === 0 ? [] : checkNumbers(ctx, session, phones),
    users.length === 0 ? [] : askUsernames({ ctx, input: { session, users } }),
  ])
  return [...numbers, ...named.map(toCheck)]
}

async function checkNumbers(
  ctx: AppContext,
  session: Pick<SessionRow, 'id' | 'partition'>,
  phones: string[],
): Promise<ContactCheck[]> {
  const request = { kind: 'contacts.check', phones } as const
  const answer = await askConnector({ ctx, input: { session, request, operation: 'check numbers' } })
  return z.array(contactCheckSchema).parse(answer)
}

function toCheck(answer: UsernameAnswer): ContactCheck {
  const { username, state } = answer
  if (state === 'found') {
    const { jid, lid } = answer
    return { phone: phoneOf(jid), username, exists: true, jid, lid }
  }
  const isProtected = state === 'key_required'
  return {
    phone: null,
    username,
    exists: isProtected,
    ...(isProtected && { keyRequired: true }),
    jid: null,
    lid: null,
  }
}

/**
 * Returns the URL of a contact's profile picture. The URL is null if the picture is missing, or hidden from the
 * account.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function getContactPicture({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; jid: string }
}): Promise<{ url: string | null }> {
  const session = await loadPairedSession({ ctx, input: { id: input.sessionId } })
  const request = { kind: 'contact.picture', jid: input.jid } as const
  const answer = await askConnector({ ctx, input: { session, request, operation: 'get a profile picture' } })
  return z.object({ url: z.string().nullable() }).parse(answer)
}

/**
 * Shows a contact that the account is typing, is recording, or has stopped.
 * @throws NotFound, SessionNotPaired, UsernameKeyRequired, OperationTimedOut, WhatsAppRejected
 */
export async function setPresence({
  ctx,
  input,
}: {
  ctx: AppContext
  input: {
    sessionId: string
    /** A JID, or `@username`. */
    jid: string
    usernameKey?: string | undefined
    state: 'composing' | 'recording' | 'paused'
  }
}): Promise<void> {
  const session = await loadPairedSession({ ctx, input: { id: input.sessionId } })
  const { jid: address, usernameKey, state } = input
  const { remoteJid: jid } = await resolveAddress({ ctx, input: { session, address, usernameKey } })
  // A presence does not wait for the next connection.
  if (usernameOf(jid) !== null) throw new NotFound({ what: 'Chat', id: jid })
  const request = { kind: 'presence.set', jid, state } as const
  await askConnector({ ctx, input: { session, request, operation: 'set the presence' } })
}
