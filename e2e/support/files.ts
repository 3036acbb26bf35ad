import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { eventually } from './eventually.ts'
import { ffmpeg } from './ffmpeg.ts'
import type { TestGateway } from './gateway.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

export const picture = (format: 'jpeg' | 'png' | 'webp') =>
  sharp(Buffer.alloc(320 * 200 * 3, 0x80), { raw: { width: 320, height: 200, channels: 3 } })
    [format]()
    .toBuffer()

/** Returns a WAV file with silence. */
export function wav(seconds: number): Buffer {
  const samples = Buffer.alloc(seconds * 8_000 * 2)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(16_000, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}

/** Returns an MP4 of two seconds. A `free` box enlarges it to `size` bytes. */
export async function film(size = 0): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-film-'))
  const file = path.join(folder, 'film.mp4')
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=2', '-pix_fmt', 'yuv420p']
  // This encoder needs half the CPU time of H.264's to start.
  await ffmpeg(...source, '-c:v', 'mpeg4', file)
  const bytes = await readFile(file)
  await rm(folder, { recursive: true })
  if (size <= bytes.length) return bytes
  const box = randomBytes(size - bytes.length)
  box.writeUInt32BE(box.length, 0)
  box.write('free', 4)
  return Buffer.concat([bytes, box])
}

/** Returns the file's session, its phone, and a fresh customer. */
export async function talk(gateway: TestGateway) {
  const { id: session, phone: business } = await gateway.paired()
  return { session, business, customer: await gateway.phones.create('Ahmet') }
}

/** Waits until the customer's phone shows a message with its file, and returns the message. */
export async function shownWithFile({ phones }: TestGateway, customer: string, id: string) {
  return await eventually(async () => {
    const rows = (await phones.call('GET', `/phones/${customer}/messages`)).body
    const row = rows.find((message: { id: string }) => message.id === id)
    return row && (row.sha256 || row.mediaError) ? row : false
  })
}

/** Waits until a message's media has a state, and returns the message. */
export async function storedWithFile({ api }: TestGateway, session: string, id: string, state = 'stored') {
  return await eventually(async () => {
    const { data } = (await api('GET', `/messages/${session}/${id}`)).body
    return data?.media === state && data
  })
}
