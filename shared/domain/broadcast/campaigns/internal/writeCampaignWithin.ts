import { sql } from 'drizzle-orm'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import type { AppContext } from '../../../context.ts'
import type { Person } from '../../placeholders.ts'
import type { CampaignInput } from '../input.ts'
import type { CampaignRow } from '../view.ts'

/**
 * Writes a campaign that has not started. Returns undefined if an earlier run of the same request has written the
 * campaign.
 */
export async function writeCampaignWithin(
  tx: Transaction,
  ctx: AppContext,
  { session: sessionId, name, type, pacing, typing }: CampaignInput,
  values: Pick<CampaignRow, 'id' | 'content' | 'mediaKey' | 'scheduledAt' | 'status'>,
): Promise<CampaignRow | undefined> {
  const now = ctx.now()
  const nextAt = values.status === 'scheduled' ? values.scheduledAt : null
  const [made] = await tx
    .insert(campaigns)
    .values({
      ...values,
      appId: ctx.appId,
      sessionId,
      name,
      type,
      pacing,
      typing,
      nextAt,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing()
    .returning()
  return made
}

/**
 * Copies a list and further people into a campaign, in one statement. The data of a further person override the
 * list's data. Returns the number of recipients.
 */
export async function copyRecipientsWithin(
  tx: Transaction,
  { id, appId }: CampaignRow,
  listId: string | undefined,
  people: readonly Person[],
): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    with given as (
      select p.phone, p.name, p.surname, p.variables, 2 as source, row_number() over () as nth
      from jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
        as p (phone text, name text, surname text, variables jsonb)
      union all
      select phone, name, surname, variables, 1, seq from list_recipients
      where list_id = ${listId ?? null} and app_id = ${appId}
    ),
    merged as (select distinct on (phone) * from given order by phone, source desc)
    insert into campaign_recipients (campaign_id, app_id, position, phone, name, surname, variables)
    select ${id}, ${appId}, row_number() over (order by source, nth), phone, name, surname, variables from merged`)
  return rowCount ?? 0
}
