import { type ImageInput, openImage, readingImage } from './input.ts'

/** Side in pixels. WhatsApp's clients show no larger picture. */
const SIDE = 640

/** Crops the centre of a picture to a square JPEG.
 * @throws UnacceptableMedia unconvertible: the input is no picture, is damaged, or has too many pixels */
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
