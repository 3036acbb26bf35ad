import type { MediaType, MessageSource } from '#shared/contracts/messages.ts'
import { OutcomeUnknown, VesperError } from '#shared/errors/index.ts'
import type { SendMediaContext } from '../../context.ts'
import { assertUsable, loadSession } from '../../sessions/index.ts'
import { assertUnitsLeft } from '../../usage/index.ts'
import { resolveAddress } from '../../usernames/index.ts'
import { loadMessage } from '../history/index.ts'
import { type FileSource, forgetUpload, takeFile } from '../uploads/index.ts'
import { findReplay } from './findReplay.ts'
import { type Accepted, sendMessage } from './sendMessage.ts'

/**
 * Accepts a message with a file. The file is checked and stored before the message is accepted, because a queue command
 * carries a reference and never bytes.
 * @throws UnprocessableMedia, ValidationFailed for bad base64, and the errors of sendMessage
 */
export async function sendMedia({
  ctx,
  input,
}: {
  ctx: SendMediaContext
  input: {
    sessionId: string
    /** A JID, or `@username`. */
    remoteJid: string
    usernameKey?: string | undefined
    type: MediaType
    source: FileSource
    about?: string | undefined
    caption?: string | undefined
    filename?: string | undefined
    mimetype?: string | undefined
    ptt?: boolean | undefined
    gif?: boolean | undefined
    /** Source of the message. Default: `api`. */
    sentBy?: MessageSource | undefined
  }
}): Promise<Accepted> {
  const earlier = await findReplay({ ctx, input: { sessionId: input.sessionId } })
  if (earlier) return earlier
  const { type, source, caption, ptt, gif, sentBy, usernameKey, ...rest } = input
  // The checks of session and plan come before the download, so that a refused send costs no download.
  const session = await loadSession({ ctx, input: { id: input.sessionId } })
  assertUsable(session)
  if (input.about !== undefined)
    await loadMessage({ ctx, input: { sessionId: session.id, messageId: input.about } })
  await assertUnitsLeft({ ctx, input: { appId: ctx.appId, counter: 'messages', now: ctx.now() } })
  const to = await resolveAddress({ ctx, input: { session, address: input.remoteJid, usernameKey } })
  const file = await takeFile({ ctx, input: { kind: type, source, hints: rest } })
  const filename = type === 'document' ? (file.filename ?? 'document') : undefined
  const sent = sendMessage({
    ctx,
    input: {
      sessionId: input.sessionId,
      ...to,
      about: input.about,
      source: sentBy,
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
  const accepted = await sent.catch(async (error: unknown) => {
    // A message that may have been accepted needs its file.
    if (error instanceof OutcomeUnknown || !(error instanceof VesperError)) throw error
    await ctx.media.remove(file.key).catch((err: unknown) => ctx.log.warn({ err }, 'media.remove_failed'))
    throw error
  })
  await forgetUpload({ ctx, input: source })
  return accepted
}
