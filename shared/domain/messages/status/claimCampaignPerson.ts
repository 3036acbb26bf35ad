import { sql } from 'drizzle-orm'
import { isUniqueViolation } from '#shared/database/index.ts'
import { isLid, phoneOf } from '#shared/jid.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'
import { isSuppressed } from '../../suppressions/index.ts'

/**
 * Result of a claim. `duplicate`: another message of the campaign goes to the person, and this message has never left. `moved`: another
 * message goes to the person, and this message had claimed the person by another number, so that it may have left. `opted_out`: the
 * person is on the suppression list.
 */
export type PersonClaim = 'claimed' | 'duplicate' | 'moved' | 'opted_out'

/** The unique indexes that give a person one recipient of a campaign. */
const PERSON_INDEXES = ['campaign_recipients_person', 'campaign_recipients_person_lid']

/**
 * Records the person that a campaign's message goes to, before the message leaves. Several recipients of a campaign may be one
 * person, because only WhatsApp knows all spellings of a number. The unique indexes decide between concurrent claims. A repeated
 * claim of the same message succeeds, so that the next connector sends the message of a dead one.
 * @param input.jids the known JIDs of the person, without a device: that of the number, the LID, or both
 * @throws LeaseLost
 */
export async function claimCampaignPerson({
  ctx,
  input: { lease, appId, messageId, jids },
}: {
  ctx: Pick<Context, 'db'>
  input: { appId: string; messageId: string; jids: readonly string[] } & Fenced
}): Promise<PersonClaim> {
  const phoneJid = jids.find((jid) => phoneOf(jid) !== null) ?? null
  const lid = jids.find(isLid) ?? null
  const phone = (phoneJid && phoneOf(phoneJid)) ?? lid
  try {
    const { rows } = await ctx.db.execute<{ isClaimed: boolean; isOptedOut: boolean }>(sql`
      with claimed as (update campaign_recipients
      set person_jid = coalesce(${phoneJid}, person_jid), person_lid = coalesce(${lid}, person_lid)
      where message_id = ${messageId} and app_id = ${appId} and ${holdsLease(lease)} returning 1)
      select exists (select from claimed) as "isClaimed", ${isSuppressed(sql`${appId}::text`, sql`${phone}::text`)} as "isOptedOut"`)
    // The recipient is gone if its campaign was cancelled and deleted.
    if (!rows[0]?.isClaimed) await assertLease({ ctx, input: lease })
    return rows[0]?.isOptedOut ? 'opted_out' : 'claimed'
  } catch (error) {
    if (!PERSON_INDEXES.some((index) => isUniqueViolation(error, index))) throw error
    return (await hasPerson(ctx, appId, messageId)) ? 'moved' : 'duplicate'
  }
}

/** Returns true if a message has claimed a person. A message leaves only after its claim. */
async function hasPerson({ db }: Pick<Context, 'db'>, appId: string, messageId: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from campaign_recipients where message_id = ${messageId} and app_id = ${appId}
      and (person_jid is not null or person_lid is not null)`)
  return rows.length > 0
}
