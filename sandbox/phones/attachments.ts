import type { Readable } from 'node:stream'
import { SandboxError } from '../errors.ts'
import { unseal } from '../media/cipher.ts'
import { MediaFault, verify } from '../media/verify.ts'
import { type Attachment, attachmentOf } from './attachment.ts'
import type { Phone } from './phone.ts'

/** The files in the messages of a phone. */
export class Attachments {
  private readonly phone: Phone
  /** The current download. Downloads run one at a time, and the other work of the phone does not wait for them. */
  private work: Promise<void> = Promise.resolve()

  constructor(phone: Phone) {
    this.phone = phone
  }

  /** Downloads the file of a new row in the background. Then the row shows the hash of the file, or the fault. */
  download(id: string): void {
    const attachment = attachmentOf(this.phone.screen.content(id))
    if (!attachment) return
    this.work = this.work.then(async () => {
      const mediaError = await this.check(attachment).catch((error: unknown) => {
        this.phone.world.log.error({ error, id }, 'the download of a file failed')
        return 'the sandbox failed, and its log has the cause'
      })
      const sha256 = Buffer.from(attachment.fileSha256).toString('hex')
      this.phone.screen.update(id, mediaError === undefined ? { sha256 } : { mediaError })
    })
  }

  /**
   * Opens the decrypted file of a row.
   * @throws SandboxError `unknown_message`, `no_media`
   */
  async open(id: string): Promise<{ stream: Readable; mimetype: string }> {
    const { attachment, blob } = this.find(id)
    const { blobs } = this.phone.world.media
    const size = await blobs.sizeOf(blob.file)
    const stream = await unseal(blobs.pathOf(blob.file), size, attachment.mediaKey, attachment.kind)
    return { stream, mimetype: attachment.mimetype }
  }

  /**
   * Expires the file of a row on the media server.
   * @throws SandboxError `unknown_message`, `no_media`
   */
  expire(id: string, status: number | 'stall'): void {
    this.phone.world.media.blobs.expire(this.find(id).attachment.directPath, status)
  }

  /** Waits for the current downloads. */
  settled(): Promise<void> {
    return this.work
  }

  private find(id: string) {
    const { phone } = this
    if (!phone.screen.get(id))
      throw new SandboxError('unknown_message', `${phone.number} shows no message ${id}.`)
    const attachment = attachmentOf(phone.screen.content(id))
    const blob = attachment && phone.world.media.blobs.find(attachment.directPath)
    if (!attachment || !blob)
      throw new SandboxError('no_media', `Message ${id} has no file on this media server.`)
    return { attachment, blob }
  }

  /**
   * Checks a file on the server.
   * @returns the fault, or undefined for an intact file
   */
  private async check(attachment: Attachment): Promise<string | undefined> {
    const { blobs } = this.phone.world.media
    const blob = blobs.find(attachment.directPath)
    if (!blob) return 'the media server does not have the file'
    if (blob.gone) return `the media server answers ${blob.gone}`
    const path = blobs.pathOf(blob.file)
    try {
      await verify(path, await blobs.sizeOf(blob.file), attachment, attachment.kind)
    } catch (error) {
      if (error instanceof MediaFault) return error.message
      throw error
    }
    return undefined
  }
}
