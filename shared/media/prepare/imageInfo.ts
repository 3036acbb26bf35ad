import { type ImageInput, openImage, readingImage } from './input.ts'

export interface PictureInfo {
  /** As shown: a picture that its camera says to turn is turned. */
  width: number
  height: number
  jpegThumbnail: Buffer
}

/** WhatsApp's clients blur it behind the download button; it travels within the message, so it must be tiny. */
const THUMBNAIL_PIXELS = 32

/** @throws UnacceptableMedia unconvertible: no picture, damaged, or more pixels than we decode */
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
