import type { Readable } from 'node:stream'
import { SandboxError } from '../errors.ts'
import { unseal } from '../media/cipher.ts'
import { MediaFault, verify } from '../media/verify.ts'
import { type Attachment, attachmentOf } from './attachment.ts'
import type { Phone } from './phone.ts'

/** The files in a phone's messages. */
export class Attachments {
  private readonly phone: Phone
  /** One at a time: a phone's other work does not wait for it. */
  private work: Promise<void> = Promise.resolve()

  constructor(phone: Phone) {
    this.phone = phone
  }

  /** Downloads the file of a row that has just come, if it has one, and shows its hash or what is wrong with it. */
  download(id: string): void {
    const attachment = attachmentOf(this.phone.screen.content(id))
    if (!attachment) return
    this.work = this.work.then(async () => {
      const mediaError = await this.check(attachment).catch((error: unknown) => {
        this.phone.world.log.error({ error, id }, 'a download failed')
        return 'the sandbox failed; its log says why'
      })
      const sha256 = Buffer.from(attachment.fileSha256).toString('hex')
      this.phone.screen.update(id, mediaError === undefined ? { sha256 } : { mediaError })
    })
  }

  /** The decrypted file behind a row. Throws `unknown_message`, `no_media`. */
  async open(id: string): Promise<{ stream: Readable; mimetype: string }> {
    const { attachment, blob } = this.find(id)
    const { blobs } = this.phone.world.media
    const size = await blobs.sizeOf(blob.file)
    const stream = await unseal(blobs.pathOf(blob.file), size, attachment.mediaKey, attachment.kind)
    return { stream, mimetype: attachment.mimetype }
  }

  /** Lets the file's time on the server run out. Throws `unknown_message`, `no_media`. */
  expire(id: string, status: 404 | 410): void {
    this.phone.world.media.blobs.expire(this.find(id).attachment.directPath, status)
  }

  /** Waits for the downloads under way. */
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

  /** What is wrong with a file on the server; undefined when nothing is. */
  private async check(attachment: Attachment): Promise<string | undefined> {
    const { blobs } = this.phone.world.media
    const blob = blobs.find(attachment.directPath)
    if (!blob) return 'there is no such file on the media server'
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
