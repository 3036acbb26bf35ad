import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type'
import type { Sharp, SharpOptions } from 'sharp'
import { UnacceptableMedia } from '../unacceptable.ts'

/** A picture in memory, or the path of a picture. */
export type ImageInput = Buffer | string

/** Maximum number of pixels: 200 MB when decoded. Phones take pictures of 12-50 megapixels. A bomb has thousands in a few KB. */
const MAX_PIXELS = 50_000_000

/** Formats that the image library may parse. SVG, PDF and similar formats are excluded, because their parsers can read files. */
const FORMATS = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif'])

/**
 * Loads sharp for the first picture. A Lambda that only stores media then does not need sharp in its bundle. A cache is useless,
 * because the gateway handles each picture once. One thread is enough, because many sessions share the task.
 */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

/** Opens a picture. sharp checks the number of pixels during the decoding.
 * @throws UnacceptableMedia unconvertible, if the format is not in the list */
export async function openImage(input: ImageInput, options: SharpOptions = {}): Promise<Sharp> {
  const type = await (typeof input === 'string' ? fileTypeFromFile(input) : fileTypeFromBuffer(input)).catch(
    () => undefined,
  )
  if (type === undefined || !FORMATS.has(type.mime))
    throw new UnacceptableMedia({ reason: 'unconvertible', what: 'image' })
  const sharp = await loadSharp()
  return sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error', ...options })
}

/** Runs work of the image library. Converts its errors to UnacceptableMedia unconvertible. */
export async function readingImage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof UnacceptableMedia) throw cause
    throw new UnacceptableMedia({ reason: 'unconvertible', what: 'image' }, cause)
  }
}
