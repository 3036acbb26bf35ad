import { z } from 'zod'
import { PLAN_NAMES } from '#shared/contracts/accounts.ts'
import type { accounts } from '#shared/database/index.ts'

/** An account as the operator sees it. */
export const accountSchema = z.object({
  id: z.string().meta({ example: 'acc_4fG7hJ2kL9mNpQrSt5vW' }),
  name: z.string().meta({ example: 'Example Ltd' }),
  plan: z.enum(PLAN_NAMES).meta({ example: 'starter' }),
  suspendedAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Start of the suspension; null if the account is active' }),
  createdAt: z.iso.datetime(),
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
