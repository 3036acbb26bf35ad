import { type SQL, sql } from 'drizzle-orm'
import { arrayParam } from '#shared/database/index.ts'
import { returnUnits } from '../../usage/index.ts'
import { ERASED, type Person } from '../person.ts'
import { scanWithin } from './internal/scanWithin.ts'
import { defineSection } from './section.ts'

interface RecipientRow {
  parent: string
  phone: string
  name: string | null
  surname: string | null
  variables: Record<string, string>
}

/** A recipient has a number in digits, a JID, or `@username`. */
const phonesOf = ({ jids, numbers }: Person) => sql`any(${arrayParam([...numbers, ...jids])}::text[])`
const COLUMNS = sql`r.phone, r.name, r.surname, r.variables`

/** The person in the recipient lists. */
export const listRecipients = defineSection<RecipientRow>({
  scope: 'app',
  find: (tx, { appId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`recipient_lists l join list_recipients r on r.list_id = l.id and r.phone = ${phonesOf(person)}`,
        columns: sql`l.id as parent, ${COLUMNS}`,
        where: sql`l.app_id = ${appId}`,
        order: [
          ['l.id', 'text'],
          ['r.phone', 'text'],
        ],
      },
      after,
      most,
    ),
  async erase(tx, _walk, rows) {
    const lists = [...new Set(rows.map(({ parent }) => parent))].sort()
    // An update of a list locks the row of the list first, too.
    await tx.execute(sql`
      select 1 from recipient_lists where id = any(${arrayParam(lists)}::text[]) order by id for update`)
    await tx.execute(sql`
      with gone as (
        delete from list_recipients r using unnest(${arrayParam(rows.map(({ parent }) => parent))}::text[],
          ${arrayParam(rows.map(({ phone }) => phone))}::text[]) as k (list_id, phone)
        where r.list_id = k.list_id and r.phone = k.phone
        returning r.list_id
      )
      update recipient_lists l set size = greatest(l.size - g.count, 0)
      from (select list_id, count(*)::int as count from gone group by list_id) g where l.id = g.list_id`)
  },
  toLines: async (_tx, _walk, rows) =>
    rows.map(({ parent, ...row }) => ({ type: 'listRecipient', list: parent, ...row })),
})

/** Builds the query of the person's positions in a campaign. Each part has an index. */
function positionsOf(person: Person, campaignId: SQL): SQL {
  const jids = sql`any(${arrayParam(person.jids)}::text[])`
  const positions = sql`select position from campaign_recipients where campaign_id = ${campaignId}`
  return sql`${positions} and phone = ${phonesOf(person)} union ${positions} and person_jid = ${jids} union ${positions} and person_lid = ${jids}`
}

interface CampaignRecipientRow extends RecipientRow {
  position: number
  status: string
}

/**
 * The person in the recipients of campaigns. The row stays without the person, so that the numbers of the campaign stay. A recipient
 * without a message is skipped.
 */
export const campaignRecipients = defineSection<CampaignRecipientRow>({
  scope: 'app',
  find: (tx, { appId, person }, after, most) =>
    scanWithin(
      tx,
      {
        from: sql`campaigns c cross join lateral (${positionsOf(person, sql`c.id`)}) found
          join campaign_recipients r on r.campaign_id = c.id and r.position = found.position`,
        columns: sql`c.id as parent, r.position, r.status, ${COLUMNS}`,
        where: sql`c.app_id = ${appId}`,
        order: [
          ['c.id', 'text'],
          ['r.position', 'int'],
        ],
      },
      after,
      most,
    ),
  async erase(tx, { appId }, rows) {
    const campaigns = [...new Set(rows.map(({ parent }) => parent))].sort()
    // A step of a campaign locks its row too, so that no step writes to the person meanwhile.
    await tx.execute(sql`
      select 1 from campaigns where id = any(${arrayParam(campaigns)}::text[]) order by id for update`)
    const { rows: skipped } = await tx.execute<{ month: string; units: number }>(sql`
      with found as (
        select r.campaign_id, r.position,
          r.status = 'pending' and r.accepted_at is null and c.ended_at is null as is_new
        from unnest(${arrayParam(rows.map(({ parent }) => parent))}::text[], ${arrayParam(rows.map(({ position }) => position))}::int[])
          as k (campaign_id, position)
        join campaign_recipients r using (campaign_id, position) join campaigns c on c.id = r.campaign_id
      ),
      changed as (
        update campaign_recipients r set phone = ${`${ERASED}-`} || r.position, username_key = null, person_jid = null, person_lid = null, name = null, surname = null, variables = '{}',
          status = case when is_new then 'skipped'::campaign_recipient_status else r.status end,
          error = case when is_new then 'person_erased' else r.error end
        from found where r.campaign_id = found.campaign_id and r.position = found.position
        returning r.campaign_id, is_new
      )
      select c.charged_month as month, count(*)::int as units from changed join campaigns c on c.id = changed.campaign_id
      where is_new and c.charged_month is not null
      group by c.charged_month order by c.charged_month`)
    for (const { month, units } of skipped)
      await returnUnits({ ctx: { db: tx }, input: { appId, counter: 'broadcast', units, month } })
  },
  toLines: async (_tx, _walk, rows) =>
    rows.map(({ parent, ...row }) => ({ type: 'campaignRecipient', campaign: parent, ...row })),
})
