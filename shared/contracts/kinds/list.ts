import { z } from 'zod'
import { defineKind } from './kind.ts'
import { label } from './limits.ts'
import { boxFields, textField } from './words.ts'

const listRowSchema = z
  .object({
    id: label.meta({ description: 'ID of the row', example: 'orders' }),
    title: label.meta({ description: 'Text of the row', example: 'My orders' }),
    description: label
      .optional()
      .meta({ description: 'Text below the title, in a received list', example: 'Open and past orders' }),
    section: label
      .optional()
      .meta({ description: 'Title of the section of the row, in a received list', example: 'Account' }),
  })
  .meta({
    id: 'ListRow',
    description: 'A row of a WhatsApp list',
    example: { id: 'orders', title: 'My orders' },
  })

const listSchema = z
  .object({
    button: label.meta({ description: 'Label of the button that opens the list', example: 'Choose' }),
    rows: z
      .array(listRowSchema)
      .meta({ description: 'Rows of the list', example: [{ id: 'orders', title: 'My orders' }] }),
  })
  .meta({
    id: 'WhatsAppList',
    description: 'A WhatsApp list below the text, whose rows the recipient can tap',
    example: { button: 'Choose', rows: [{ id: 'orders', title: 'My orders' }] },
  })

/** The list of a message that we sent, or that a business sent. */
export const listField = { list: listSchema.optional() }

const listedProductSchema = z
  .object({
    id: label.meta({ description: 'ID of the product in the catalog', example: '6512345678901234' }),
    section: label.optional().meta({ description: 'Title of the section', example: 'Shirts' }),
  })
  .meta({
    id: 'ListedProduct',
    description: 'A product in a list of products',
    example: { id: '6512345678901234', section: 'Shirts' },
  })

export const list = defineKind({
  description: 'A list of choices, or of products, that a business sent.',
  fields: {
    ...textField,
    header: boxFields.header,
    footer: boxFields.footer,
    ...listField,
    products: z
      .array(listedProductSchema)
      .optional()
      .meta({ description: 'Products of a list of products', example: [{ id: '6512345678901234' }] }),
  },
  example: {
    text: 'What can we do for you?',
    list: { button: 'Choose', rows: [{ id: 'orders', title: 'My orders', section: 'Account' }] },
  },
})
