import { and, eq } from 'drizzle-orm'
import { campaignRecipients, type Transaction } from '#shared/database/index.ts'
import { newMessageId } from '#shared/ids.ts'
import { usernameOf } from '#shared/username.ts'
import { placeConnectorRequest } from '../../../connectorRequests/index.ts'
import type { AppContext, Context } from '../../../context.ts'
import { chatJidOf } from '../../../lidMappings/index.ts'
import { enqueueMessage, writePendingWithin } from '../../../messages/index.ts'
import { returnUnits } from '../../../usage/index.ts'
import { jidOfAddress } from '../../address.ts'
import { gapMs, longPauseMs } from '../pacing.ts'
import type { CampaignRow } from '../view.ts'
import type { CampaignDecision } from './decideStepWithin.ts'
import { nextSlotBehindOthersWithin } from './nextSlotBehindOthersWithin.ts'
import type { CampaignRecipientRow } from './queriesWithin.ts'

/**
 * Work after the commit. Never throws: the sweeper enqueues a lost command, and a lost typing state does not matter.
 */
export type FollowUp = () => Promise<void>

/** Change of a campaign by a step, and the work after the commit. */
interface Performed {
  change: Partial<CampaignRow>
  followUp?: FollowUp
}

type Act = Extract<CampaignDecision, { recipient: CampaignRecipientRow }>

/** Time between the typing state and the message, in ms. */
const TYPING_MS = 3_000

/** Performs the decided action for a recipient. */
export async function performStepWithin(
  tx: Transaction,
  ctx: Context,
  row: CampaignRow,
  act: Act,
): Promise<Performed> {
  if (act.do === 'skip') return await skip(tx, ctx, row, act)
  // One instant for the whole step: the time of a message's row determines the gap after the message.
  const now = ctx.now()
  const own = { ...ctx, appId: row.appId, now: () => now }
  return act.do === 'type' ? type(own, row, act) : await send(tx, own, row, act)
}

/** Skips a recipient who has opted out or whose text cannot be sent, and refunds the unit. */
async function skip(
  tx: Transaction,
  ctx: Context,
  row: CampaignRow,
  { recipient, error }: Extract<Act, { do: 'skip' }>,
): Promise<Performed> {
  await tx.update(campaignRecipients).set({ status: 'skipped', error }).where(isRecipient(recipient))
  if (row.chargedMonth !== null) {
    const { appId, chargedMonth: month } = row
    await returnUnits({ ctx: { db: tx }, input: { appId, counter: 'broadcast', units: 1, month } })
  }
  return { change: { nextAt: ctx.now() } }
}

/** Shows typing to the recipient. The campaign does not wait for the request, because its failure does not matter. */
function type(
  ctx: AppContext,
  row: CampaignRow,
  { recipient, partition }: Extract<Act, { do: 'type' }>,
): Performed {
  const wait = TYPING_MS * ctx.settings.campaignTimeScale
  return {
    change: { typingTo: recipient.position, nextAt: new Date(ctx.now().getTime() + wait) },
    followUp: () =>
      showTyping(ctx, row, recipient, partition).catch((err: unknown) =>
        ctx.log.warn({ err, campaignId: row.id }, 'campaign.not_typing'),
      ),
  }
}

/** Requests the typing state for a recipient. A person whose LID is not known yet sees no typing. */
async function showTyping(
  ctx: AppContext,
  { sessionId }: CampaignRow,
  { phone }: CampaignRecipientRow,
  partition: number,
): Promise<void> {
  const jid = await chatJidOf({ ctx, input: { sessionId, jid: jidOfAddress(phone) } })
  if (usernameOf(jid) !== null) return
  const request = { kind: 'presence.set', jid, state: 'composing' } as const
  await placeConnectorRequest({ ctx, input: { session: { id: sessionId, partition }, request } })
}

/** Accepts the message for a recipient, as the API accepts a send. */
async function send(
  tx: Transaction,
  ctx: AppContext,
  row: CampaignRow,
  { recipient, text, partition, nth }: Extract<Act, { do: 'send' }>,
): Promise<Performed> {
  const { sessionId, type, content, mediaKey, chargedMonth } = row
  if (chargedMonth === null) throw new Error(`Campaign ${row.id} is running without a charged month`)
  const id = newMessageId(`${row.id}:${recipient.position}`)
  const now = ctx.now()
  await writePendingWithin(tx, ctx, {
    id,
    sessionId,
    // Before it sends the message, the connector replaces a username by the person in WhatsApp's answer.
    remoteJid: await chatOf(tx, sessionId, recipient),
    usernameKey: recipient.usernameKey,
    type,
    content: { ...content, ...(content.text === undefined ? caption(text) : { text }) },
    ...(mediaKey !== null && { media: { state: 'stored', key: mediaKey } }),
    source: 'broadcast',
    chargedMonth,
  })
  await tx.update(campaignRecipients).set({ messageId: id, acceptedAt: now }).where(isRecipient(recipient))
  const restMs = gapMs(row.pacing, sessionId, now) + longPauseMs(sessionId, nth)
  const dueAt = new Date(now.getTime() + restMs * ctx.settings.campaignTimeScale)
  const nextAt = await nextSlotBehindOthersWithin(tx, ctx, { ...row, dueAt }, dueAt)
  return {
    change: { accepted: row.accepted + 1, dueAt, nextAt },
    followUp: () =>
      enqueueMessage({ ctx, input: { session: { id: sessionId, partition }, messageId: id } }).catch(
        (err: unknown) =>
          // The sweeper enqueues the command.
          ctx.log.warn({ err, sessionId, messageId: id }, 'message.not_enqueued'),
      ),
  }
}

/** Returns the chat with a recipient, or `@username`. */
async function chatOf(tx: Transaction, sessionId: string, { phone }: CampaignRecipientRow): Promise<string> {
  const address = jidOfAddress(phone)
  if (usernameOf(address) !== null) return address
  return await chatJidOf({ ctx: { db: tx }, input: { sessionId, jid: address } })
}

/** Returns no caption if the rendered text is empty. */
function caption(text: string): { caption?: string | undefined } {
  return { caption: text === '' ? undefined : text }
}

function isRecipient({ campaignId, position }: CampaignRecipientRow) {
  return and(eq(campaignRecipients.campaignId, campaignId), eq(campaignRecipients.position, position))
}
