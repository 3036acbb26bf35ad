import { z } from 'zod'
import type { listRecipients, recipientLists } from '#shared/database/index.ts'
import { importReportSchema } from '../recipients.ts'

const EXAMPLE = {
  id: 'lst_4fG7hJ2kL9mNpQrSt5vW',
  name: 'Customers',
  recipients: 250,
  createdAt: '2026-06-24T10:28:00.000Z',
  updatedAt: '2026-06-24T10:30:00.000Z',
}

/** Recipient list as the API shows it. */
export const listSchema = z
  .object({
    id: z.string().meta({ description: 'List ID', example: EXAMPLE.id }),
    name: z.string().meta({ description: 'Name of the list', example: EXAMPLE.name }),
    recipients: z.number().int().meta({ description: 'Number of recipients', example: EXAMPLE.recipients }),
    createdAt: z.iso.datetime().meta({ description: 'Time of the creation', example: EXAMPLE.createdAt }),
    updatedAt: z.iso.datetime().meta({ description: 'Time of the last change', example: EXAMPLE.updatedAt }),
  })
  .meta({ id: 'RecipientList', description: 'A named list of recipients', example: EXAMPLE })
export type ListView = z.infer<typeof listSchema>

/** Recipient list with the report of an import. */
export const importedListSchema = listSchema.extend({ import: importReportSchema.optional() }).meta({
  id: 'ImportedList',
  description: 'A recipient list, with the report if the request had recipients',
  example: { ...EXAMPLE, import: { accepted: 250, duplicates: 0, rejected: [] } },
})
export type ImportedListView = z.infer<typeof importedListSchema>

export const listRecipientSchema = z
  .object({
    phone: z.string().meta({
      description:
        'International number, in digits; the LID of a person whose number is hidden; or `@username` until a campaign has found its LID',
      example: '905551234567',
    }),
    name: z.string().nullable().meta({ description: 'First name; null if unknown', example: 'Ayşe' }),
    surname: z.string().nullable().meta({ description: 'Surname; null if unknown', example: 'Yılmaz' }),
    variables: z.record(z.string(), z.string()).meta({
      description: 'Values for placeholders, by the name of the variable',
      example: { city: 'Istanbul' },
    }),
  })
  .meta({
    id: 'ListRecipient',
    description: 'A recipient of a list',
    example: { phone: '905551234567', name: 'Ayşe', surname: 'Yılmaz', variables: { city: 'Istanbul' } },
  })
export type ListRecipient = z.infer<typeof listRecipientSchema>

export type ListRow = typeof recipientLists.$inferSelect

export function toListView(row: ListRow, recipients: number): ListView {
  return {
    id: row.id,
    name: row.name,
    recipients,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

export function toListRecipient({
  phone,
  name,
  surname,
  variables,
}: typeof listRecipients.$inferSelect): ListRecipient {
  return { phone, name, surname, variables }
}
