import { z } from 'zod'
import { defineKind } from './kind.ts'

const linkPreviewSchema = z
  .object({
    url: z.string().meta({ description: 'The URL as written in the text', example: 'https://example.com' }),
    title: z.string().meta({ description: 'Title of the page', example: 'Example' }),
    description: z
      .string()
      .optional()
      .meta({ description: 'Description of the page', example: 'An example page' }),
  })
  .meta({
    id: 'LinkPreview',
    description: 'The preview of a link in the text',
    example: { url: 'https://example.com', title: 'Example' },
  })

const listRowSchema = z
  .object({
    id: z.string().meta({ description: 'ID of the row', example: 'orders' }),
    title: z.string().meta({ description: 'Text of the row', example: 'My orders' }),
  })
  .meta({
    id: 'ListRow',
    description: 'A row of a WhatsApp list',
    example: { id: 'orders', title: 'My orders' },
  })

const listSchema = z
  .object({
    button: z.string().meta({ description: 'Label of the button that opens the list', example: 'Choose' }),
    rows: z
      .array(listRowSchema)
      .meta({ description: 'Rows of the list', example: [{ id: 'orders', title: 'My orders' }] }),
  })
  .meta({
    id: 'WhatsAppList',
    description: 'A WhatsApp list below the text, whose rows the recipient can tap',
    example: { button: 'Choose', rows: [{ id: 'orders', title: 'My orders' }] },
  })

export const text = defineKind({
  fields: {
    text: z
      .string()
      .optional()
      .meta({ description: 'The text of a text message', example: 'Hello from Vesper!' }),
    selectedId: z
      .string()
      .optional()
      .meta({ description: 'ID of the tapped button or list row', example: 'orders' }),
    list: listSchema.optional(),
    linkPreview: linkPreviewSchema.optional(),
  },
  example: { text: 'Hello from Vesper!' },
})
