import { z } from 'zod'
import { askConnector } from '../connectorRequests/index.ts'
import type { AppContext } from '../context.ts'
import { loadPairedSession } from '../sessions/index.ts'

export const contactCheckSchema = z
  .object({
    phone: z.string().meta({ description: 'The checked number, in digits', example: '905551234567' }),
    exists: z.boolean().meta({ description: 'True if the number has a WhatsApp account', example: true }),
    jid: z.string().nullable().meta({
      description:
        'JID of the account, which may have another form of the number; null if there is no account',
      example: '905551234567@s.whatsapp.net',
    }),
    lid: z
      .string()
      .nullable()
      .meta({ description: 'LID of the account; null if it is unknown', example: '630846724446591@lid' }),
  })
  .meta({
    id: 'ContactCheck',
    description: 'The answer of WhatsApp about one number',
    example: {
      phone: '905551234567',
      exists: true,
      jid: '905551234567@s.whatsapp.net',
      lid: '630846724446591@lid',
    },
  })
export type ContactCheck = z.infer<typeof contactCheckSchema>

/**
 * Checks which numbers have a WhatsApp account, and returns their JIDs.
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function checkContacts({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; phones: string[] }
}): Promise<ContactCheck[]> {
  const session = await loadPairedSession({ ctx, input: { id: input.sessionId } })
  const request = { kind: 'contacts.check', phones: input.phones } as const
  const answer = await askConnector({ ctx, input: { session, request, operation: 'check numbers' } })
  return z.array(contactCheckSchema).parse(answer)
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
 * @throws NotFound, SessionNotPaired, OperationTimedOut, WhatsAppRejected
 */
export async function setPresence({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; jid: string; state: 'composing' | 'recording' | 'paused' }
}): Promise<void> {
  const session = await loadPairedSession({ ctx, input: { id: input.sessionId } })
  const request = { kind: 'presence.set', jid: input.jid, state: input.state } as const
  await askConnector({ ctx, input: { session, request, operation: 'set the presence' } })
}
