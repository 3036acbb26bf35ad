import { z } from 'zod'
import { identifier, label, longText } from './limits.ts'

/** The fields of all kinds that have a file. */
export const fileFields = {
  mimetype: label.optional().meta({ description: 'MIME type of the file', example: 'image/jpeg' }),
  size: z.number().int().optional().meta({ description: 'Size of the file in bytes', example: 48_213 }),
  altText: label.optional().meta({
    description: 'Description of the file for people who do not see it',
    example: 'A blue shirt on a table',
  }),
  sha256: identifier.optional().meta({
    description: 'SHA-256 of the file, in hex',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  }),
}

export const captionField = {
  caption: longText.optional().meta({
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

export const filenameField = {
  filename: label.optional().meta({ description: 'Name of the document', example: 'Q1-Report.pdf' }),
}
