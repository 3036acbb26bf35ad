import { sql } from 'drizzle-orm'
import type { AdminChange, GroupMember } from '#shared/contracts/groups.ts'
import { arrayParam } from '#shared/database/index.ts'
import { isJidOf, isNamedIn, type Person, withoutNames } from '../person.ts'
import { mayName } from './internal/namesPerson.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface GroupRow {
  [column: string]: unknown
  id: string
  subject: string
  description: string | null
  owner: string | null
  members: GroupMember[]
  admin_changes: AdminChange[]
  /** True while the session needs the members, to encrypt messages to the group. */
  is_live: boolean
}

const COLUMNS = sql`id, subject, description, owner, members, admin_changes,
  exists (select 1 from sessions s where s.id = session_id and s.status <> 'disconnected') as is_live`

/**
 * Copies of groups that name the person. A session that is not disconnected keeps the person as a member,
 * because a message to the group needs a key for each member.
 */
export const groups = defineSection<GroupRow>({
  scope: 'session',
  async find(tx, { sessionId, person }, after, most) {
    const text = sql`concat(subject, ' ', description, ' ', owner, ' ', members::text, ' ', admin_changes::text)`
    const scanned = await scanWithin<GroupRow>(
      tx,
      {
        from: sql`groups`,
        columns: COLUMNS,
        where: sql`session_id = ${sessionId}`,
        order: [['id', 'text']],
        matches: mayName(person, text),
      },
      after,
      most,
    )
    return { ...scanned, rows: scanned.rows.filter(({ id: _, ...row }) => isNamedIn(person, row)) }
  },
  async erase(tx, { sessionId, person }, found) {
    const ids = arrayParam(found.map(({ id }) => id))
    const { rows } = await tx.execute<GroupRow>(sql`
      select ${COLUMNS} from groups where session_id = ${sessionId} and id = any(${ids}::text[]) order by id for update`)
    for (const row of rows) {
      const { subject, description } = withoutNames(person, row)
      const members = row.is_live ? row.members : row.members.filter((member) => !isMember(person, member))
      const owner = isJidOf(person, row.owner) ? null : row.owner
      await tx.execute(sql`
        update groups set subject = ${subject}, description = ${description}, owner = ${owner}, members = ${JSON.stringify(members)}::jsonb,
          admin_changes = ${JSON.stringify(row.admin_changes.filter((change) => !isMember(person, change)))}::jsonb
        where session_id = ${sessionId} and id = ${row.id}`)
    }
    // The next connection reads the groups from WhatsApp.
    if (rows.some((row) => !row.is_live))
      await tx.execute(sql`update sessions set groups_synced_at = null where id = ${sessionId}`)
  },
  toLines: async (_tx, { sessionId, person }, rows) =>
    rows.map(({ id, subject, owner, members }) => {
      const member = members.find((one) => isMember(person, one))
      return {
        type: 'group',
        session: sessionId,
        id,
        subject,
        isMember: member !== undefined,
        isOwner: isJidOf(person, owner),
        ...(member?.admin && { admin: member.admin }),
      }
    }),
})

function isMember(person: Person, { jid, lid }: Pick<GroupMember, 'jid' | 'lid'>): boolean {
  return isJidOf(person, jid) || isJidOf(person, lid)
}
