import { z } from 'zod'
import { defineKind } from './kind.ts'

const linkPreviewSchema = z.object({
  url: z.string().meta({ description: 'As it stands in the text', example: 'https://example.com' }),
  title: z.string().meta({ example: 'Example' }),
  description: z.string().optional(),
})

const listSchema = z
  .object({
    button: z.string().meta({ description: 'Opens it', example: 'Choose' }),
    rows: z.array(z.object({ id: z.string(), title: z.string() })),
  })
  .meta({ description: 'What a text offers to tap on, as a WhatsApp list' })

export const text = defineKind({
  fields: {
    text: z
      .string()
      .optional()
      .meta({ description: 'The text of a text message', example: 'Hello from Vesper!' }),
    selectedId: z.string().optional().meta({ description: 'Id of the button or list row that was tapped' }),
    list: listSchema.optional(),
    linkPreview: linkPreviewSchema.optional(),
  },
  example: { text: 'Hello from Vesper!' },
})
