import { sql } from 'drizzle-orm'
import { isUniqueViolation } from '#shared/database/index.ts'
import { isLid, phoneOf } from '#shared/jid.ts'
import type { Context } from '../../context.ts'
import { assertLease, type Fenced, holdsLease } from '../../fleet/index.ts'

/** The unique indexes that give a person one recipient of a campaign. */
const PERSON_INDEXES = ['campaign_recipients_person', 'campaign_recipients_person_lid']

/**
 * Records the person that a campaign's message goes to, before the message leaves. Several recipients of a campaign may be one
 * person, because only WhatsApp knows all spellings of a number. The unique indexes decide between concurrent claims. A repeated
 * claim of the same message succeeds, so that the next connector sends the message of a dead one.
 * @param input.jids the known JIDs of the person, without a device: that of the number, the LID, or both
 * @returns false if another message of the campaign goes to the person
 * @throws LeaseLost
 */
export async function claimCampaignPerson({
  ctx,
  input: { lease, appId, messageId, jids },
}: {
  ctx: Pick<Context, 'db'>
  input: { appId: string; messageId: string; jids: readonly string[] } & Fenced
}): Promise<boolean> {
  const phoneJid = jids.find((jid) => phoneOf(jid) !== null) ?? null
  const lid = jids.find(isLid) ?? null
  try {
    const { rowCount } = await ctx.db.execute(sql`
      update campaign_recipients
      set person_jid = coalesce(${phoneJid}, person_jid), person_lid = coalesce(${lid}, person_lid)
      where message_id = ${messageId} and app_id = ${appId} and ${holdsLease(lease)}`)
    // The recipient is gone if its campaign was cancelled and deleted.
    if (rowCount === 0) await assertLease({ ctx, input: lease })
    return true
  } catch (error) {
    if (PERSON_INDEXES.some((index) => isUniqueViolation(error, index))) return false
    throw error
  }
}
