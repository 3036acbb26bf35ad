import { z } from 'zod'
import { defineKind } from './kind.ts'

const linkPreviewSchema = z.object({
  url: z.string().meta({ description: 'The URL as written in the text', example: 'https://example.com' }),
  title: z.string().meta({ example: 'Example' }),
  description: z.string().optional(),
})

const listSchema = z
  .object({
    button: z.string().meta({ description: 'Label of the button that opens the list', example: 'Choose' }),
    rows: z.array(z.object({ id: z.string(), title: z.string() })),
  })
  .meta({ description: 'A WhatsApp list below the text, whose rows the recipient can tap' })

export const text = defineKind({
  fields: {
    text: z
      .string()
      .optional()
      .meta({ description: 'The text of a text message', example: 'Hello from Vesper!' }),
    selectedId: z.string().optional().meta({ description: 'Id of the tapped button or list row' }),
    list: listSchema.optional(),
    linkPreview: linkPreviewSchema.optional(),
  },
  example: { text: 'Hello from Vesper!' },
})
