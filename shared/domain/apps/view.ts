import { z } from 'zod'
import type { apps } from '#shared/database/index.ts'

/** An app as the operator sees it. */
export const appSchema = z
  .object({
    id: z.string().meta({ description: 'App ID', example: 'app_4fG7hJ2kL9mNpQrSt5vW' }),
    accountId: z
      .string()
      .meta({ description: 'ID of the account of the app', example: 'acc_4fG7hJ2kL9mNpQrSt5vW' }),
    name: z.string().meta({ description: 'Name of the app', example: 'Web shop' }),
    createdAt: z.iso
      .datetime()
      .meta({ description: 'Time of the creation', example: '2026-06-24T10:28:00.000Z' }),
  })
  .meta({
    id: 'App',
    description: 'A tenant, which sees only its own data',
    example: {
      id: 'app_4fG7hJ2kL9mNpQrSt5vW',
      accountId: 'acc_4fG7hJ2kL9mNpQrSt5vW',
      name: 'Web shop',
      createdAt: '2026-06-24T10:28:00.000Z',
    },
  })
export type AppView = z.infer<typeof appSchema>

export function toAppView({ id, accountId, name, createdAt }: typeof apps.$inferSelect): AppView {
  return { id, accountId, name, createdAt: createdAt.toISOString() }
}
