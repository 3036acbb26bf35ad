import { z } from 'zod'

/** The fields of all kinds that have a file. */
export const fileFields = {
  mimetype: z.string().optional().meta({ description: 'MIME type of the file', example: 'image/jpeg' }),
  size: z.number().int().optional().meta({ description: 'Size of the file in bytes' }),
  sha256: z.string().optional().meta({ description: 'SHA-256 of the file, in hex' }),
}

export const captionField = {
  caption: z.string().optional().meta({ description: 'The text under a picture, a video or a document' }),
}

export const durationField = {
  seconds: z.number().optional().meta({ description: 'Duration of the audio or video, in seconds' }),
}

export const dimensionFields = {
  width: z.number().int().optional(),
  height: z.number().int().optional(),
}
