import type { MediaType } from '#shared/contracts/messages.ts'
import {
  OutcomeUnknown,
  SessionNotPaired,
  UnprocessableMedia,
  ValidationFailed,
} from '#shared/errors/index.ts'
import { newId } from '#shared/ids.ts'
import { ingest, UnacceptableMedia } from '#shared/media/index.ts'
import type { AppContext } from '../context.ts'
import { loadSession } from '../sessions/index.ts'
import { assertUnitsLeft } from '../usage/index.ts'
import { acceptedEarlier } from './acceptedEarlier.ts'
import { loadMessage } from './getMessage.ts'
import { type Accepted, sendMessage } from './sendMessage.ts'

/** Where a file comes from; exactly one of them. */
export interface FileSource {
  url?: string | undefined
  base64?: string | undefined
  mediaId?: string | undefined
}

/** API Gateway gives a request 29 s; what takes longer goes by an upload slot. */
const FETCH_TIMEOUTS = { connectTimeoutMs: 5_000, idleTimeoutMs: 8_000, totalTimeoutMs: 22_000 }

/**
 * Accepts a message with a file: the file is in our store, checked, before the message is accepted. A command in the queue
 * carries a reference, never bytes.
 * @throws UnprocessableMedia, ValidationFailed for bad base64, and what sendMessage throws
 */
export async function sendMedia({
  ctx,
  input,
}: {
  ctx: AppContext
  input: {
    sessionId: string
    remoteJid: string
    type: MediaType
    source: FileSource
    about?: string | undefined
    caption?: string | undefined
    filename?: string | undefined
    mimetype?: string | undefined
    ptt?: boolean | undefined
    gif?: boolean | undefined
  }
}): Promise<Accepted> {
  const earlier = await acceptedEarlier(ctx, input.sessionId)
  if (earlier) return earlier
  const { type, source, caption, ptt, gif, ...rest } = input
  // Before the file is fetched: a send that is refused for its session or its plan should not cost a download.
  const session = await loadSession(ctx, input.sessionId)
  if (!session.pairedAt || session.intent !== 'run') throw new SessionNotPaired({ sessionId: session.id })
  if (input.about !== undefined) await loadMessage(ctx, { sessionId: session.id, messageId: input.about })
  await assertUnitsLeft(ctx.db, { appId: ctx.appId, counter: 'messages', now: ctx.now() })
  const file = await take(ctx, type, source, rest)
  const filename = type === 'document' ? (file.filename ?? 'document') : undefined
  const sent = sendMessage({
    ctx,
    input: {
      sessionId: input.sessionId,
      remoteJid: input.remoteJid,
      about: input.about,
      type,
      content: {
        mimetype: file.contentType,
        size: file.size,
        sha256: file.sha256,
        ...(caption !== undefined && { caption }),
        ...(filename !== undefined && { filename }),
        ...(ptt && { ptt }),
        ...(gif && { gif }),
      },
      media: { state: 'stored', key: file.key },
    },
  })
  return await sent.catch(async (error: unknown) => {
    // It may have been accepted, and then it wants its file.
    if (error instanceof OutcomeUnknown) throw error
    await ctx.media.remove(file.key).catch((err: unknown) => ctx.log.warn({ err }, 'media.remove_failed'))
    throw error
  })
}

/** Where an app's file is in the store: another app's id leads nowhere. */
export function mediaKey(appId: string, mediaId: string): string {
  return `apps/${appId}/${mediaId}`
}

async function take(
  ctx: AppContext,
  kind: MediaType,
  source: FileSource,
  hints: { filename?: string | undefined; mimetype?: string | undefined },
) {
  const key = mediaKey(ctx.appId, newId('media', ctx.seed))
  try {
    return await ingest({
      store: ctx.media,
      key,
      kind,
      source: await open(ctx, source),
      ...(hints.filename !== undefined && { filename: hints.filename }),
      ...(hints.mimetype !== undefined && { declaredType: hints.mimetype }),
    })
  } catch (error) {
    if (!(error instanceof UnacceptableMedia)) throw error
    if (error.reason === 'bad_base64')
      throw new ValidationFailed({ details: [{ path: 'base64', message: error.message }] })
    throw new UnprocessableMedia({ why: error.message, cause: error })
  }
}

async function open(
  ctx: AppContext,
  { url, base64, mediaId }: FileSource,
): Promise<Parameters<typeof ingest>[0]['source']> {
  if (url !== undefined) return { kind: 'url', url, policy: ctx.settings.urlPolicy, timeouts: FETCH_TIMEOUTS }
  if (base64 !== undefined) return { kind: 'base64', data: base64 }
  const uploaded = mediaId === undefined ? null : await ctx.media.get(mediaKey(ctx.appId, mediaId))
  if (!uploaded)
    throw new UnprocessableMedia({ why: 'Nothing was uploaded under this mediaId, or it has expired.' })
  return { kind: 'stream', body: uploaded.body }
}
