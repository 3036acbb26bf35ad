import { expect, it } from 'vitest'
import { checkMedia, MEDIA_LIMITS, type MediaKind } from './limits.ts'
import { UnacceptableMedia } from './unacceptable.ts'

const typeOf = {
  image: 'image/png',
  video: 'video/mp4',
  audio: 'audio/ogg; codecs=opus',
  sticker: 'image/webp',
}
const kinds = Object.keys(MEDIA_LIMITS) as MediaKind[]

it.each(kinds)('accepts %s up to its limit, and no more', (kind) => {
  const type = { document: 'text/html', ...typeOf }[kind]
  const { maxBytes } = MEDIA_LIMITS[kind]
  checkMedia(kind, { type, size: maxBytes })
  expect(() => checkMedia(kind, { type, size: maxBytes + 1 })).toThrowError(
    expect.objectContaining({
      reason: 'too_large',
      code: 'UNPROCESSABLE_MEDIA',
      status: 422,
      message: `The ${kind} is larger than ${maxBytes} bytes.`,
    }),
  )
  expect(() => checkMedia(kind, { type, size: 0 })).toThrowError(expect.objectContaining({ reason: 'empty' }))
})

it('accepts a video of 16 MB and a document of 100 MB', () => {
  checkMedia('video', { type: 'video/mp4', size: 16 * 1024 * 1024 })
  checkMedia('document', { type: 'application/pdf', size: 100 * 1024 * 1024 })
})

it.each(['image', 'video', 'audio', 'sticker'] as const)('refuses a PDF as %s, and names both', (kind) => {
  const check = () => checkMedia(kind, { type: 'application/pdf', size: 1 })
  expect(check).toThrowError(UnacceptableMedia)
  expect(check).toThrowError(expect.objectContaining({ reason: 'wrong_type' }))
  expect(check).toThrowError(`The file is application/pdf, which WhatsApp does not take as ${kind}.`)
})
