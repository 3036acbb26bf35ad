import { VesperError } from './core/errors.ts'
import { poll, type WaitOptions } from './core/poll.ts'
import type { RequestOptions } from './core/transport.ts'
import { Messages as Operations } from './generated/resources.ts'
import type { components } from './generated/types.ts'

type Schemas = components['schemas']
type Message = Schemas['Message']

/** Kinds of messages that carry a file, with the fields of their send besides the file. */
export type FileSend =
  | ({ kind: 'image' } & FieldsOf<'MessagesSendImageBody'>)
  | ({ kind: 'video' } & FieldsOf<'MessagesSendVideoBody'>)
  | ({ kind: 'audio' } & FieldsOf<'MessagesSendAudioBody'>)
  | ({ kind: 'document' } & FieldsOf<'MessagesSendDocumentBody'>)
  | ({ kind: 'sticker' } & FieldsOf<'MessagesSendStickerBody'>)
type FieldsOf<Body extends keyof Schemas> = Omit<Schemas[Body], 'url' | 'base64' | 'mediaId'>

/** Statuses in the order in which a message reaches them. */
const ORDER: readonly Message['status'][] = ['PENDING', 'SENT', 'DELIVERED', 'READ', 'PLAYED']

/** Messages, with uploads and a wait for a status. */
export class Messages extends Operations {
  /**
   * Sends a file of up to 100 MB: opens a slot, uploads the file, and sends it.
   * @param file the content; its `type` is the MIME type
   */
  async sendFile(send: FileSend, file: Blob, options: RequestOptions = {}): Promise<Schemas['Accepted']> {
    const mimetype = file.type ? { mimetype: file.type } : {}
    // One call has several requests, and each needs a key of its own.
    const { idempotencyKey: _, ...request } = options
    const slot = await this.createUpload({ size: file.size, ...mimetype }, request)
    await this.transport.upload(slot, file, request)
    const { kind, ...fields } = send
    const body = { ...fields, mediaId: slot.mediaId }
    return this.transport.call({ method: 'POST', path: `/api/v1/messages/send/${kind}`, body }, options)
  }

  /**
   * Waits until the message has the status or a later one, and returns the message.
   * @throws VesperError with `MESSAGE_FAILED` if the message ends FAILED, or with `CLIENT_TIMEOUT`
   */
  async waitFor(
    { session, id }: { session: string; id: string },
    status: 'SENT' | 'DELIVERED' | 'READ' | 'PLAYED',
    options: WaitOptions = {},
  ): Promise<Message> {
    const { waitMs = 120_000, ...request } = options
    const what = `Message ${id} was not ${status}`
    const message = await poll({ waitMs, signal: request.signal, what }, async () => {
      const current = await this.get(session, id, request)
      const isReached = ORDER.indexOf(current.status) >= ORDER.indexOf(status)
      return isReached || current.status === 'FAILED' ? current : undefined
    })
    if (message.status !== 'FAILED') return message
    throw new VesperError({
      code: 'MESSAGE_FAILED',
      message: `Message ${id} failed: ${message.reason ?? 'no reason'}`,
    })
  }
}
