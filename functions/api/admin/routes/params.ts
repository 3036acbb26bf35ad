import { z } from 'zod'
import type { OwnerContext } from '#shared/domain/context.ts'
import { filledName } from '#shared/input/index.ts'
import type { AdminContext } from '../../services.ts'

export const accountParam = z.strictObject({
  accountId: z.string().meta({ description: 'Account ID', example: 'acc_4fG7hJ2kL9mNpQrSt5vW' }),
})
export const appParam = z.strictObject({
  appId: z.string().meta({ description: 'App ID', example: 'app_4fG7hJ2kL9mNpQrSt5vW' }),
})
export const keyParam = z.strictObject({
  keyId: z
    .string()
    .meta({ description: 'ID of the key, not the key itself', example: 'key_4fG7hJ2kL9mNpQrSt5vW' }),
})

export const nameField = filledName(100)

/** Returns the context of a verb that runs for the operator as the owner of webhooks. */
export function asOperator(ctx: AdminContext): OwnerContext {
  return { ...ctx, appId: null }
}
