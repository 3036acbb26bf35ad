import { UnacceptableMedia } from '../unacceptable.ts'
import { type ImageInput, openImage, readingImage } from './input.ts'

export interface Sticker {
  /** WebP, 512 × 512. */
  data: Buffer
  isAnimated: boolean
}

/** WhatsApp's limits for stickers: 512 × 512 pixels, 100 KB still, 500 KB animated. */
const SIDE = 512
const MAX_STATIC_BYTES = 100 * 1024
const MAX_ANIMATED_BYTES = 500 * 1024

/** Maximum number of frames, which are in memory together, 1 MB each. A longer or larger animation becomes a still picture. */
const MAX_FRAMES = 60

/** WebP qualities, tried in this order until the sticker is small enough. */
const QUALITIES = [80, 50, 20, 5]

/**
 * Converts a picture to a sticker on a transparent background. An animation stays animated if it fits the limits.
 * @throws UnacceptableMedia unconvertible
 */
export function toSticker(input: ImageInput): Promise<Sticker> {
  return readingImage(async () => {
    const { pages = 1 } = await (await openImage(input, { animated: true })).metadata()
    if (pages > 1 && pages <= MAX_FRAMES) {
      const data = await encode(input, true, MAX_ANIMATED_BYTES)
      if (data !== null) return { data, isAnimated: true }
    }
    const data = await encode(input, false, MAX_STATIC_BYTES)
    if (data === null) throw new UnacceptableMedia({ reason: 'unconvertible', what: 'sticker' })
    return { data, isAnimated: false }
  })
}

async function encode(input: ImageInput, animated: boolean, maxBytes: number): Promise<Buffer | null> {
  for (const quality of QUALITIES) {
    const image = (await openImage(input, { animated })).autoOrient()
    const data = await image
      .resize(SIDE, SIDE, { fit: 'contain', background: { r: 0, g: 0, b: 0, alpha: 0 } })
      .webp({ quality, effort: 3 })
      .toBuffer()
    if (data.length <= maxBytes) return data
  }
  return null
}
