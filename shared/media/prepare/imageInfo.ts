import { type ImageInput, openImage, readingImage } from './input.ts'

export interface PictureInfo {
  /** Width in pixels as shown: after the rotation that the camera recorded. */
  width: number
  height: number
  jpegThumbnail: Buffer
}

/** Side of the thumbnail, which WhatsApp's clients show blurred. The thumbnail must be tiny, because the message contains it. */
const THUMBNAIL_PIXELS = 32

/** Measures a picture and makes its thumbnail.
 * @throws UnacceptableMedia unconvertible: the input is no picture, is damaged, or has too many pixels */
export function imageInfo(input: ImageInput): Promise<PictureInfo> {
  return readingImage(async () => {
    const { autoOrient } = await (await openImage(input)).metadata()
    const jpegThumbnail = await (await openImage(input))
      .autoOrient()
      .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside' })
      .flatten({ background: 'white' })
      .jpeg({ quality: 50 })
      .toBuffer()
    return { width: autoOrient.width, height: autoOrient.height, jpegThumbnail }
  })
}
