import { z } from 'zod'

/** The fields that kinds with a file share. */
export const fileFields = {
  mimetype: z.string().optional().meta({ description: 'Type of the media', example: 'image/jpeg' }),
  size: z.number().int().optional().meta({ description: 'Bytes of the media' }),
  sha256: z.string().optional().meta({ description: 'SHA-256 of the media, in hex' }),
}

export const captionField = {
  caption: z.string().optional().meta({ description: 'The text under a picture, a video or a document' }),
}

export const durationField = {
  seconds: z.number().optional().meta({ description: 'Duration of audio or video' }),
}

export const dimensionFields = {
  width: z.number().int().optional(),
  height: z.number().int().optional(),
}
