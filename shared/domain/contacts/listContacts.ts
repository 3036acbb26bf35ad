import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { phoneOf } from '#shared/jid.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from '../sessions/index.ts'
import { identitiesOf } from '../usernames/index.ts'

export const contactSchema = z
  .object({
    jid: z.string().meta({ description: 'JID of the contact', example: '905551234567@s.whatsapp.net' }),
    phone: z
      .string()
      .nullable()
      .meta({ description: 'Number in digits; null while only a LID is known', example: '905551234567' }),
    lid: z.string().nullable().meta({
      description: 'LID of the contact, which never changes; null if it is unknown',
      example: '630846724446591@lid',
    }),
    username: z.string().nullable().meta({
      description: 'Current username of the contact; null if there is none or it is unknown',
      example: 'ayse.yilmaz',
    }),
    name: z.string().meta({
      description: 'Name in the address book, or the display name; `@username` if neither is known',
      example: 'Ayşe Yılmaz',
    }),
  })
  .meta({
    id: 'Contact',
    description: 'A contact that the session knows',
    example: {
      jid: '905551234567@s.whatsapp.net',
      phone: '905551234567',
      lid: '630846724446591@lid',
      username: 'ayse.yilmaz',
      name: 'Ayşe Yılmaz',
    },
  })
export type Contact = z.infer<typeof contactSchema>

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
  const { rows } = await ctx.db.execute<{ jid: string; name: string | null }>(sql`
    select jid, name from (
      -- An earlier release stored the groups of an imported history as contacts.
      (select jid, name from contacts
        where session_id = ${session.id} and (jid like '%@s.whatsapp.net' or jid like '%@lid') and ${isAfter(sql`jid`, after)}
        order by jid limit ${input.limit + 1})
      union all
      (select jid, null from (
        select distinct coalesce(m.phone_jid, u.lid) as jid from usernames u
        left join lid_mappings m on m.session_id = u.session_id and m.lid = u.lid where u.session_id = ${session.id}
      ) named
        where ${isAfter(sql`jid`, after)}
          and not exists (select 1 from contacts c where c.session_id = ${session.id} and c.jid = named.jid)
        order by jid limit ${input.limit + 1})
    ) contact order by jid limit ${input.limit + 1}`)
  const jids = rows.map(({ jid }) => jid)
  const identities = await identitiesOf({ ctx, input: { sessionId: session.id, jids } })
  return toPage(
    rows,
    input.limit,
    ({ jid }) => [jid],
    ({ jid, name }) => {
      const { lid = null, username = null } = identities.get(jid) ?? {}
      return { jid, phone: phoneOf(jid), lid, username, name: name ?? `@${username}` }
    },
  )
}

function isAfter(jid: SQL, after: [string] | undefined): SQL {
  return after ? sql`${jid} > ${after[0]}` : sql`true`
}
