import { and, asc, eq, gt, like, or } from 'drizzle-orm'
import { z } from 'zod'
import { contacts } from '#shared/database/index.ts'
import { phoneOf } from '#shared/jid.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from '../sessions/index.ts'

export const contactSchema = z
  .object({
    jid: z.string().meta({ description: 'JID of the contact', example: '905551234567@s.whatsapp.net' }),
    phone: z
      .string()
      .nullable()
      .meta({ description: 'Number in digits; null while only a LID is known', example: '905551234567' }),
    name: z
      .string()
      .meta({ description: 'Name in the address book, or the display name', example: 'Ayşe Yılmaz' }),
  })
  .meta({
    id: 'Contact',
    description: 'A contact that the session knows',
    example: { jid: '905551234567@s.whatsapp.net', phone: '905551234567', name: 'Ayşe Yılmaz' },
  })
export type Contact = z.infer<typeof contactSchema>

/** An earlier release stored the groups of an imported history as contacts. */
const isPerson = or(like(contacts.jid, '%@s.whatsapp.net'), like(contacts.jid, '%@lid'))
const sortKey = z.tuple([z.string()])

/**
 * Lists the contacts that a session knows, in the order of their JIDs.
 * @throws NotFound
 */
export async function listContacts({
  ctx,
  input,
}: {
  ctx: AppContext
  input: { sessionId: string; limit: number; cursor?: string | undefined }
}): Promise<Page<Contact>> {
  const session = await loadSession({ ctx, input: { id: input.sessionId } })
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.sessionId, session.id), isPerson, after && gt(contacts.jid, after[0])))
    .orderBy(asc(contacts.jid))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    ({ jid }) => [jid],
    ({ jid, name }) => ({ jid, phone: phoneOf(jid), name }),
  )
}
