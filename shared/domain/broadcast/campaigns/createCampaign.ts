import { eq, sql } from 'drizzle-orm'
import { MEDIA_TYPES, type MediaType, type MessageContent } from '#shared/contracts/messages.ts'
import { campaigns, type Transaction } from '#shared/database/index.ts'
import { SessionNotPaired, ValidationFailed, VesperError } from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import type { AppContext } from '../../context.ts'
import { takeFile } from '../../messages/index.ts'
import { loadSession } from '../../sessions/index.ts'
import { assertUnitsLeft } from '../../usage/index.ts'
import { loadList } from '../lists/index.ts'
import type { Person } from '../placeholders.ts'
import { readRecipients } from '../recipients.ts'
import { type CampaignInput, readSchedule } from './input.ts'
import { viewOf } from './loadCampaign.ts'
import { publishTicks } from './publishTick.ts'
import { startWithin } from './start.ts'
import type { CampaignRow, CampaignView } from './view.ts'

/**
 * Makes a campaign with its own copy of the recipients and of the file, and starts it, unless it is a draft or scheduled. With a
 * seed, a second run of the same request finds the one that the first made.
 * @throws NotFound, SessionNotPaired, ValidationFailed, UnprocessableMedia, LimitExceeded
 */
export async function createCampaign({
  ctx,
  input,
}: {
  ctx: AppContext
  input: CampaignInput
}): Promise<CampaignView> {
  const id = newId('campaign', ctx.seed)
  const [earlier] = await ctx.db.select().from(campaigns).where(eq(campaigns.id, id))
  if (earlier) return await viewOf(ctx.db, earlier)
  const session = await loadSession(ctx, input.session)
  if (!session.pairedAt || session.intent !== 'run') throw new SessionNotPaired({ sessionId: session.id })
  if (input.listId !== undefined) await loadList(ctx, input.listId)
  const people = readPeople(input)
  const scheduledAt = readSchedule(input, ctx.now())
  const startsNow = !input.draft && scheduledAt === null
  // A campaign that is refused for its plan should not cost a download.
  if (startsNow) await assertUnitsLeft(ctx.db, { appId: ctx.appId, counter: 'broadcast', now: ctx.now() })
  const { content, mediaKey } = await readContent(ctx, input)
  const status = scheduledAt !== null && !input.draft ? 'scheduled' : 'draft'
  const values = { id, content, mediaKey, scheduledAt, status } as const
  const row = await ctx.db
    .transaction(async (tx) => {
      const made = await insert(tx, ctx, input, values)
      const recipients = await copyRecipients(tx, made, input.listId, people)
      if (recipients === 0) throw noRecipients()
      return startsNow ? await startWithin(tx, made, recipients, ctx.now()) : made
    })
    .catch(async (error: unknown) => {
      // After anything else it may have been made, and then it wants its file.
      if (mediaKey !== null && error instanceof VesperError) await dropFile(ctx, mediaKey)
      throw error
    })
  if (row.nextAt) await publishTicks(ctx, [row])
  return await viewOf(ctx.db, row)
}

/** @throws ValidationFailed for a bad number: a campaign is not sent to some of those whom it was meant for */
function readPeople({ recipients }: CampaignInput): Person[] {
  const { people, report } = readRecipients(recipients ?? [])
  if (report.rejected.length === 0) return people
  throw new ValidationFailed({
    details: report.rejected.map(({ line, message }) => ({ path: `recipients.${line - 1}.phone`, message })),
  })
}

function noRecipients(): ValidationFailed {
  const message = 'There is nobody to send it to: the list is empty'
  return new ValidationFailed({ details: [{ path: 'recipients', message }] })
}

/** What each recipient gets; a file is fetched, checked and stored here, once for all of them.
 * @throws UnprocessableMedia, ValidationFailed */
async function readContent(
  ctx: AppContext,
  { type, text, caption, url, base64, mediaId, filename, mimetype, ptt }: CampaignInput,
): Promise<{ content: MessageContent; mediaKey: string | null }> {
  if (!isMedia(type)) return { content: { text }, mediaKey: null }
  const file = await takeFile(ctx, type, { url, base64, mediaId }, { filename, mimetype })
  const content = {
    mimetype: file.contentType,
    size: file.size,
    sha256: file.sha256,
    ...(caption !== undefined && { caption }),
    ...(type === 'document' && { filename: file.filename ?? 'document' }),
    ...(ptt && { ptt }),
  }
  return { content, mediaKey: file.key }
}

function isMedia(type: CampaignInput['type']): type is MediaType {
  return MEDIA_TYPES.some((media) => media === type)
}

async function dropFile(ctx: AppContext, key: string): Promise<void> {
  await ctx.media.remove(key).catch((err: unknown) => ctx.log.warn({ err }, 'media.remove_failed'))
}

async function insert(
  tx: Transaction,
  ctx: AppContext,
  { session: sessionId, name, type, pacing, typing }: CampaignInput,
  values: Pick<CampaignRow, 'id' | 'content' | 'mediaKey' | 'scheduledAt' | 'status'>,
): Promise<CampaignRow> {
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
    .returning()
  if (!made) throw new Error('INSERT … RETURNING answered no row')
  return made
}

/** Copies a list and further people, whose own data count, in one statement. Answers how many there are. */
async function copyRecipients(
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
