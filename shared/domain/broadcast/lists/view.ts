import { z } from 'zod'
import type { listRecipients, recipientLists } from '#shared/database/index.ts'
import { importReportSchema } from '../recipients.ts'

/** Recipient list as the API shows it. */
export const listSchema = z.object({
  id: z.string().meta({ example: 'lst_4fG7hJ2kL9mNpQrStUvW' }),
  name: z.string().meta({ example: 'Customers' }),
  recipients: z.number().int().meta({ description: 'Number of recipients', example: 250 }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type ListView = z.infer<typeof listSchema>

/** Recipient list with the report of an import. */
export const importedListSchema = listSchema.extend({ import: importReportSchema.optional() })
export type ImportedListView = z.infer<typeof importedListSchema>

export const listRecipientSchema = z.object({
  phone: z.string().meta({ example: '905551234567' }),
  name: z.string().nullable().meta({ example: 'Ayşe' }),
  surname: z.string().nullable().meta({ example: 'Yılmaz' }),
  variables: z.record(z.string(), z.string()).meta({ example: { city: 'Istanbul' } }),
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
