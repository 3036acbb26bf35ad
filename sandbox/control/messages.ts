import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { Hono } from 'hono'
import { z } from 'zod'
import { SandboxError } from '../errors.ts'
import { isChannelId } from '../groups/group.ts'
import { type Draft, FILE_KINDS } from '../phones/draft.ts'
import { timerOf } from '../phones/timers.ts'
import type { Parts } from '../world.ts'
import { chatId, readBody, readQuery } from './body.ts'
import { fileFields, messageBody, options } from './message-body.ts'

/** WhatsApp's limit for documents. */
const MAX_FILE_BYTES = 2 * 1024 ** 3

/** The answer to each download of a file. `stall`: the server sends the headers, and never the file. */
const expireBody = z.strictObject({
  status: z.union([z.number().int().min(400).max(599), z.literal('stall')]).default(410),
})

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const count = z.coerce.number().int().min(0)

/** The query of a raw upload: the fields of a file message, as text. */
const uploadQuery = z.strictObject({
  type: z.enum(FILE_KINDS),
  to: chatId,
  ...fileFields,
  id: options.id,
  quoted: options.quoted,
  filename: z.string().min(1).max(255).optional(),
  seconds: count.optional(),
  width: count.optional(),
  height: count.optional(),
  ephemeral: count.optional(),
  ptt: flag.optional(),
  gif: flag.optional(),
  viewOnce: flag.optional(),
  forwarded: flag.optional(),
})

/**
 * Creates the routes of `/phones/:phone/messages` and `/phones/:phone/media`: the messages that a phone sends
 * and shows.
 */
export function messageRoutes(world: Parts<'media' | 'phones' | 'state'>): Hono {
  const app = new Hono()
  const find = (number: string) => world.phones.get(number.replace(/^\+/, ''))

  app.post('/:phone/messages', async (c) => {
    const phone = find(c.req.param('phone'))
    const { to, ...body } = await readBody(c.req.raw, messageBody)
    return c.json(await phone.send(to, await toDraft(world, to, body)), 201)
  })
  app.post('/:phone/media', async (c) => {
    const phone = find(c.req.param('phone'))
    const { to, ...fields } = readQuery(c.req.query(), uploadQuery)
    const body = c.req.raw.body as ReadableStream<Uint8Array> | null
    const file = await world.media.upload(atMost(body ?? [], MAX_FILE_BYTES), fields.type)
    if (file.fileLength === 0)
      throw new SandboxError('invalid_body', 'The body is empty. Send the bytes of the file as the body.')
    return c.json(await phone.send(to, { ...fields, file }), 201)
  })
  app.get('/:phone/messages', (c) => {
    const phone = find(c.req.param('phone'))
    const chat = c.req.query('chat')?.replace(/^[\s+]/, '')
    return c.json(phone.screen.list(chat))
  })
  app.get('/:phone/chats/:chat', (c) => {
    const phone = find(c.req.param('phone'))
    const chat = c.req.param('chat').replace(/^[\s+]/, '')
    const { seconds, at } = timerOf(phone, chat)
    return c.json({ chat, ephemeral: seconds, ...(at && { ephemeralAt: at }) })
  })
  app.get('/:phone/messages/:id/media', async (c) => {
    const phone = find(c.req.param('phone'))
    const { stream, mimetype } = await phone.attachments.open(c.req.param('id'))
    return c.body(Readable.toWeb(stream) as globalThis.ReadableStream, 200, { 'content-type': mimetype })
  })
  app.post('/:phone/messages/:id/expire-media', async (c) => {
    const phone = find(c.req.param('phone'))
    const { status } = await readBody(c.req.raw, expireBody)
    phone.attachments.expire(c.req.param('id'), status)
    await world.state.flushed()
    return c.json({ status })
  })
  return app
}

/**
 * Passes a stream on, up to a number of bytes.
 * @throws SandboxError `body_too_large` if the stream is longer
 */
async function* atMost(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number) {
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > maxBytes)
      throw new SandboxError('body_too_large', `The file is larger than ${maxBytes} bytes.`)
    yield chunk
  }
}

type WithoutTo<T> = T extends unknown ? Omit<T, 'to'> : never
type Body = WithoutTo<z.infer<typeof messageBody>>

/**
 * Uploads the file of a body, and replaces the bytes by the reference to the upload. The files of channels are not encrypted.
 */
async function toDraft({ media }: Parts<'media'>, to: string | undefined, body: Body): Promise<Draft> {
  if (!('base64' in body)) return body
  const { base64, ...fields } = body
  const file = isChannelId(to)
    ? await media.uploadPlain(base64)
    : await media.upload(Readable.from([base64], { objectMode: false }), fields.type)
  return { ...fields, file }
}
