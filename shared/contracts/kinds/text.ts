import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label, wholeJson, wholeUrl } from './limits.ts'
import { listField } from './list.ts'
import { textField } from './words.ts'

const linkPreviewSchema = z
  .object({
    url: wholeUrl.meta({ description: 'The URL as written in the text', example: 'https://example.com' }),
    title: label.meta({ description: 'Title of the page', example: 'Example' }),
    description: label
      .optional()
      .meta({ description: 'Description of the page', example: 'An example page' }),
  })
  .meta({
    id: 'LinkPreview',
    description: 'The preview of a link in the text',
    example: { url: 'https://example.com', title: 'Example' },
  })

const formReplySchema = z
  .object({
    name: label.meta({ description: "WhatsApp's name of the form", example: 'flow' }),
    json: wholeJson.meta({ description: 'The answers, as JSON text', example: '{"size":"M"}' }),
  })
  .meta({
    id: 'FormReply',
    description: 'The answers to a form (WhatsApp Flow) or to another interactive message',
    example: { name: 'flow', json: '{"size":"M"}' },
  })

export const text = defineKind({
  description: 'A text, or the label of a tapped button or list row.',
  fields: {
    ...textField,
    selectedId: label
      .optional()
      .meta({ description: 'ID of the tapped button or list row', example: 'orders' }),
    formReply: formReplySchema.optional(),
    ...listField,
    linkPreview: linkPreviewSchema.optional(),
  },
  example: { text: 'Hello from Vesper!' },
})
