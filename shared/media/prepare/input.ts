import { fileTypeFromBuffer, fileTypeFromFile } from 'file-type'
import type { Sharp, SharpOptions } from 'sharp'
import { UnacceptableMedia } from '../unacceptable.ts'

/** A picture in memory, or the path of one. */
export type ImageInput = Buffer | string

/** 200 MB when decoded. Phones make pictures of 12-50 megapixels; a bomb has thousands, in a few KB. */
const MAX_PIXELS = 50_000_000

/** Formats that we let the image library parse. Not SVG, PDF and the like, whose parsers can read files. */
const FORMATS = new Set(['image/jpeg', 'image/png', 'image/apng', 'image/webp', 'image/gif'])

/**
 * Loaded when the first picture comes: a Lambda that only stores media neither waits for it nor has it in its bundle.
 * A gateway sees each picture once, so there is nothing to cache; one thread, since many sessions share the task.
 */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

/** @throws UnacceptableMedia unconvertible, if it is none of the formats. Its pixels are checked when it is read. */
export async function openImage(input: ImageInput, options: SharpOptions = {}): Promise<Sharp> {
  const type = await (typeof input === 'string' ? fileTypeFromFile(input) : fileTypeFromBuffer(input)).catch(
    () => undefined,
  )
  if (type === undefined || !FORMATS.has(type.mime))
    throw new UnacceptableMedia({ reason: 'unconvertible', what: 'image' })
  const sharp = await loadSharp()
  return sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error', ...options })
}

/** Runs work of the image library; what it throws is the image's fault. */
export async function readingImage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof UnacceptableMedia) throw cause
    throw new UnacceptableMedia({ reason: 'unconvertible', what: 'image' }, cause)
  }
}
