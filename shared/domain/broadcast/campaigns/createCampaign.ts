import { eq } from 'drizzle-orm'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { campaigns } from '#shared/database/index.ts'
import { ValidationFailed, VesperError } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { assertBelowCapWithin } from '../../accounts/index.ts'
import type { AppContext } from '../../context.ts'
import { forgetUpload, takeFile } from '../../messages/index.ts'
import { assertUsable, loadSession } from '../../sessions/index.ts'
import { assertUnitsLeft } from '../../usage/index.ts'
import { loadList } from '../lists/index.ts'
import type { Person } from '../placeholders.ts'
import { readRecipients } from '../recipients.ts'
import { type CreatedCampaign, withWarnings } from './findWarnings.ts'
import { type CampaignInput, readSchedule } from './input.ts'
import { startWithin } from './internal/startWithin.ts'
import { copyRecipientsWithin, writeCampaignWithin } from './internal/writeCampaignWithin.ts'
import { loadCampaign, viewOf } from './loadCampaign.ts'
import { publishTicks } from './publishTicks.ts'

/**
 * Creates a campaign with its own copy of the recipients and of the file. Starts the campaign, unless it is a draft
 * or scheduled. Warns of placeholders that no recipient has a value for. With a seed, a second run of the same request returns the campaign of the first run.
 * @throws NotFound, SessionNotPaired, ValidationFailed, UnprocessableMedia, LimitExceeded, CapReached
 */
export async function createCampaign({
  ctx,
  input,
}: {
  ctx: AppContext
  input: CampaignInput
}): Promise<CreatedCampaign> {
  const id = newId('campaign', ctx.seed)
  const [earlier] = await ctx.db.select().from(campaigns).where(eq(campaigns.id, id))
  if (earlier) return await withWarnings({ ctx, input: await viewOf({ ctx, input: earlier }) })
  const session = await loadSession({ ctx, input: { id: input.session } })
  assertUsable(session)
  if (input.listId !== undefined) await loadList({ ctx, input: { id: input.listId } })
  const people = readPeople(input)
  const scheduledAt = readSchedule(input, ctx.now())
  const startsNow = !input.draft && scheduledAt === null
  // The plan's limit is checked before the download, which a refused campaign does not need.
  if (startsNow)
    await assertUnitsLeft({ ctx, input: { appId: ctx.appId, counter: 'broadcast', now: ctx.now() } })
  const { content, mediaKey } = await readContent(ctx, input)
  const status = scheduledAt !== null && !input.draft ? 'scheduled' : 'draft'
  const values = { id, content, mediaKey, scheduledAt, status } as const
  const row = await ctx.db
    .transaction(async (tx) => {
      const made = await writeCampaignWithin(tx, ctx, input, values)
      if (!made) return await loadCampaign({ ctx: { ...ctx, db: tx }, input: { id } })
      const recipients = await copyRecipientsWithin(tx, made, input.listId, people)
      if (recipients === 0) throw noRecipients()
      await tx.update(campaigns).set({ size: recipients }).where(eq(campaigns.id, id))
      const own = { appId: ctx.appId, now: ctx.now() }
      await assertBelowCapWithin(tx, own, 'recipients')
      if (startsNow) return await startWithin(tx, made, ctx.now())
      await assertBelowCapWithin(tx, own, 'drafts')
      return made
    })
    .catch(async (error: unknown) => {
      // After any other error, the campaign may exist and need its file.
      if (mediaKey !== null && error instanceof VesperError) await dropFile(ctx, mediaKey)
      throw error
    })
  if (input.type !== 'text') await forgetUpload({ ctx, input })
  if (row.nextAt) await publishTicks({ ctx, input: { due: [row] } })
  return await withWarnings({ ctx, input: await viewOf({ ctx, input: row }) })
}

/**
 * Reads the recipients of the input, all or none.
 * @throws ValidationFailed if the merged recipients of a number have too many variables
 */
function readPeople({ recipients }: CampaignInput): Person[] {
  const { people, faults } = readRecipients(recipients ?? [])
  if (faults.length > 0) throw new ValidationFailed({ details: faults })
  return people
}

function noRecipients(): ValidationFailed {
  const message = 'The campaign has no recipients. Add recipients, or choose a list that is not empty.'
  return new ValidationFailed({ details: [{ path: 'recipients', message }] })
}

/**
 * Reads the content that all recipients get. Fetches, checks and stores a file once for all recipients.
 * @throws UnprocessableMedia, ValidationFailed
 */
async function readContent(
  ctx: AppContext,
  input: CampaignInput,
): Promise<{ content: MessageContent; mediaKey: string | null }> {
  if (input.type === 'text') return { content: { text: input.text }, mediaKey: null }
  const { type, url, base64, mediaId, mimetype } = input
  const filename = type === 'document' ? input.filename : undefined
  const file = await takeFile({
    ctx,
    input: { kind: type, source: { url, base64, mediaId }, hints: { filename, mimetype } },
  })
  const content = {
    mimetype: file.contentType,
    size: file.size,
    sha256: file.sha256,
    ...('caption' in input && { caption: input.caption }),
    ...(type === 'document' && { filename: file.filename ?? 'document' }),
    ...(type === 'audio' && input.ptt && { ptt: true }),
  }
  return { content, mediaKey: file.key }
}

async function dropFile(ctx: AppContext, key: string): Promise<void> {
  await ctx.media.remove(key).catch((err: unknown) => ctx.log.warn({ err }, 'media.remove_failed'))
}
