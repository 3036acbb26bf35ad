import { and, eq } from 'drizzle-orm'
import { campaignRecipients, type Transaction } from '#shared/database/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { phoneJid } from '#shared/jid.ts'
import { placeConnectorRequest } from '../../../connectorRequests/index.ts'
import type { AppContext, Context } from '../../../context.ts'
import { enqueueMessage, writePendingWithin } from '../../../messages/index.ts'
import { returnUnits } from '../../../usage/index.ts'
import { gapMs, longPauseMs } from '../pacing.ts'
import type { CampaignRow } from '../view.ts'
import type { CampaignDecision } from './decideStepWithin.ts'
import { nextSlotBehindOthersWithin } from './nextSlotBehindOthersWithin.ts'
import type { CampaignRecipientRow } from './queriesWithin.ts'

/** Never throws: what it does not get done, the sweeper does, or nobody misses. */
export type FollowUp = () => Promise<void>

/** What a step changes of its campaign, and what follows it. */
interface Performed {
  change: Partial<CampaignRow>
  followUp?: FollowUp
}

type Act = Extract<CampaignDecision, { recipient: CampaignRecipientRow }>

/** For how long we are seen typing. */
const TYPING_MS = 3_000

/** Does what a campaign decided to do with a recipient. */
export async function performStepWithin(
  tx: Transaction,
  ctx: Context,
  row: CampaignRow,
  act: Act,
): Promise<Performed> {
  if (act.do === 'skip') return await skip(tx, ctx, row, act)
  // One instant for all of it: the gap behind a message is drawn by the time of its row.
  const now = ctx.now()
  const own = { ...ctx, appId: row.appId, now: () => now }
  return act.do === 'type' ? type(own, row, act) : await send(tx, own, row, act)
}

/** Leaves out somebody whom nothing can be sent to; their unit goes back. */
async function skip(
  tx: Transaction,
  ctx: Context,
  row: CampaignRow,
  { recipient, error }: Extract<Act, { do: 'skip' }>,
): Promise<Performed> {
  await tx.update(campaignRecipients).set({ status: 'skipped', error }).where(isThis(recipient))
  if (row.chargedMonth !== null) {
    const { appId, chargedMonth: month } = row
    await returnUnits({ ctx: { db: tx }, input: { appId, counter: 'broadcast', units: 1, month } })
  }
  return { change: { nextAt: ctx.now() } }
}

/** Being seen typing is an adornment: nobody waits for it. */
function type(
  ctx: AppContext,
  row: CampaignRow,
  { recipient, partition }: Extract<Act, { do: 'type' }>,
): Performed {
  const wait = TYPING_MS * ctx.settings.campaignTimeScale
  return {
    change: { typingTo: recipient.position, nextAt: new Date(ctx.now().getTime() + wait) },
    async followUp() {
      const request = {
        kind: 'presence.set',
        jid: phoneJid(recipient.phone),
        state: 'composing',
      } as const
      await placeConnectorRequest({
        ctx,
        input: { session: { id: row.sessionId, partition }, request },
      }).catch((err: unknown) => ctx.log.warn({ err, campaignId: row.id }, 'campaign.not_typing'))
    },
  }
}

/** Accepts the recipient's message, as a send of the API would be accepted. */
async function send(
  tx: Transaction,
  ctx: AppContext,
  row: CampaignRow,
  { recipient, text, partition, nth }: Extract<Act, { do: 'send' }>,
): Promise<Performed> {
  const { sessionId, type, content, mediaKey, chargedMonth } = row
  if (chargedMonth === null) throw new Error(`Campaign ${row.id} runs without having been charged`)
  const id = newMessageId(`${row.id}:${recipient.position}`)
  const now = ctx.now()
  await writePendingWithin(tx, ctx, {
    id,
    sessionId,
    remoteJid: phoneJid(recipient.phone),
    type,
    content: { ...content, ...(content.text === undefined ? caption(text) : { text }) },
    ...(mediaKey !== null && { media: { state: 'stored', key: mediaKey } }),
    source: 'broadcast',
    chargedMonth,
  })
  await tx.update(campaignRecipients).set({ messageId: id, acceptedAt: now }).where(isThis(recipient))
  const restMs = gapMs(row.pacing, sessionId, now) + longPauseMs(sessionId, nth)
  const dueAt = new Date(now.getTime() + restMs * ctx.settings.campaignTimeScale)
  const nextAt = await nextSlotBehindOthersWithin(tx, ctx, { ...row, dueAt }, dueAt)
  return {
    change: { accepted: row.accepted + 1, dueAt, nextAt },
    followUp: () =>
      enqueueMessage({ ctx, input: { session: { id: sessionId, partition }, messageId: id } }).catch(
        (err: unknown) =>
          // The sweeper does it.
          ctx.log.warn({ err, sessionId, messageId: id }, 'message.not_enqueued'),
      ),
  }
}

/** Of a caption that says nothing to this recipient, there is none. */
function caption(text: string): { caption?: string | undefined } {
  return { caption: text === '' ? undefined : text }
}

function isThis({ campaignId, position }: CampaignRecipientRow) {
  return and(eq(campaignRecipients.campaignId, campaignId), eq(campaignRecipients.position, position))
}
