import { type ImageInput, openImage, readingImage } from './input.ts'

/** WhatsApp's clients show no larger one. */
const SIDE = 640

/** Cuts a square out of a picture's middle, as a JPEG.
 * @throws UnacceptableMedia unconvertible: no picture, damaged, or more pixels than we decode */
export function toProfilePicture(input: ImageInput): Promise<Buffer> {
  return readingImage(async () =>
    (await openImage(input))
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'cover' })
      .flatten({ background: 'white' })
      .jpeg({ quality: 80 })
      .toBuffer(),
  )
}
