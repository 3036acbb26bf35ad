import { z } from 'zod'

/** The fields of all kinds that have a file. */
export const fileFields = {
  mimetype: z.string().optional().meta({ description: 'MIME type of the file', example: 'image/jpeg' }),
  size: z.number().int().optional().meta({ description: 'Size of the file in bytes', example: 48_213 }),
  sha256: z.string().optional().meta({
    description: 'SHA-256 of the file, in hex',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  }),
}

export const captionField = {
  caption: z.string().optional().meta({
    description: 'The text under a picture, a video, a document or a location',
    example: 'Check this out!',
  }),
}

export const durationField = {
  seconds: z
    .number()
    .optional()
    .meta({ description: 'Duration of the audio or video, in seconds', example: 12 }),
}

export const dimensionFields = {
  width: z.number().int().optional().meta({ description: 'Width of the picture, in pixels', example: 1280 }),
  height: z.number().int().optional().meta({ description: 'Height of the picture, in pixels', example: 720 }),
}
