import { z } from 'zod'
import { planSchema } from '#shared/contracts/accounts.ts'
import type { accounts } from '#shared/database/index.ts'

/** Example of an account. */
export const ACCOUNT_EXAMPLE = {
  id: 'acc_4fG7hJ2kL9mNpQrSt5vW',
  name: 'Example Ltd',
  plan: 'starter',
  suspendedAt: null,
  createdAt: '2026-06-24T10:28:00.000Z',
}

/** An account as the operator sees it. */
export const accountSchema = z
  .object({
    id: z.string().meta({ description: 'Account ID', example: ACCOUNT_EXAMPLE.id }),
    name: z.string().meta({ description: 'Name of the customer', example: ACCOUNT_EXAMPLE.name }),
    plan: planSchema,
    suspendedAt: z.iso.datetime().nullable().meta({
      description: 'Start of the suspension; null if the account is active',
      example: '2026-06-24T10:30:00.000Z',
    }),
    createdAt: z.iso
      .datetime()
      .meta({ description: 'Time of the creation', example: ACCOUNT_EXAMPLE.createdAt }),
  })
  .meta({
    id: 'Account',
    description: 'A customer of the gateway, with a plan',
    example: ACCOUNT_EXAMPLE,
  })
export type AccountView = z.infer<typeof accountSchema>

export type AccountRow = typeof accounts.$inferSelect

export function toAccountView({ id, name, plan, suspendedAt, createdAt }: AccountRow): AccountView {
  return {
    id,
    name,
    plan,
    suspendedAt: suspendedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }
}
