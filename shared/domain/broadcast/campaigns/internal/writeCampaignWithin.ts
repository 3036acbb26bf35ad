import { sql } from 'drizzle-orm'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import { ValidationFailed } from '#shared/errors/index.ts'
import type { AppContext } from '../../../context.ts'
import type { Person } from '../../placeholders.ts'
import { MAX_VARIABLES } from '../../recipients.ts'
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
 * Copies a list and further people into a campaign, in one statement. A person of both is one recipient: each given field of the
 * further person overrides the list's. Returns the number of recipients.
 * @throws ValidationFailed if a recipient would have too many variables
 */
export async function copyRecipientsWithin(
  tx: Transaction,
  { id, appId }: CampaignRow,
  listId: string | undefined,
  people: readonly Person[],
): Promise<number> {
  const { rows } = await tx.execute<{ count: number; full: string | null }>(sql`
    with given as (
      select p.*, row_number() over () as nth from jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
        as p (phone text, "usernameKey" text, name text, surname text, variables jsonb)
    ),
    listed as (select * from list_recipients where list_id = ${listId ?? null} and app_id = ${appId}),
    merged as (
      select coalesce(l.phone, g.phone) as phone, coalesce(g."usernameKey", l.username_key) as username_key, coalesce(g.name, l.name) as name,
        coalesce(g.surname, l.surname) as surname,
        coalesce(l.variables, '{}') || coalesce(g.variables, '{}') as variables, l.seq, g.nth
      from listed l full join given g on g.phone = l.phone
    ),
    copied as (
      insert into campaign_recipients (campaign_id, app_id, position, phone, username_key, name, surname, variables)
      select ${id}, ${appId}, row_number() over (order by seq, nth), phone, username_key, name, surname, variables from merged
      returning 1
    )
    select (select count(*)::int from copied) as count, (
      select phone from merged where seq is not null and nth is not null
        and (select count(*) from jsonb_object_keys(variables)) > ${MAX_VARIABLES} limit 1) as full`)
  const [copied] = rows
  if (copied?.full) throw tooManyVariables(copied.full)
  return copied?.count ?? 0
}

function tooManyVariables(phone: string): ValidationFailed {
  const message = `${phone} would have more than ${MAX_VARIABLES} variables, of the list and of recipients. Give fewer variables.`
  return new ValidationFailed({ details: [{ path: 'recipients', message }] })
}
