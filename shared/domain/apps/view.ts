import { z } from 'zod'
import type { apps } from '#shared/database/index.ts'

/** An app as the operator sees it. */
export const appSchema = z.object({
  id: z.string().meta({ example: 'app_4fG7hJ2kL9mNpQrSt5vW' }),
  accountId: z.string().meta({ example: 'acc_4fG7hJ2kL9mNpQrSt5vW' }),
  name: z.string().meta({ example: 'Web shop' }),
  createdAt: z.iso.datetime(),
})
export type AppView = z.infer<typeof appSchema>

export function toAppView({ id, accountId, name, createdAt }: typeof apps.$inferSelect): AppView {
  return { id, accountId, name, createdAt: createdAt.toISOString() }
}
