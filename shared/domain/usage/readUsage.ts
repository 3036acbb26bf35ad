import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { apps, sessions, usageCounters } from '#shared/database/index.ts'
import { getAccount, PLANS } from '../accounts/index.ts'
import { appsOf } from '../apps/index.ts'
import type { Context } from '../context.ts'
import { liveSessionsOf } from '../sessions/index.ts'
import { monthOf } from './month.ts'

const usedSchema = z
  .object({
    used: z.number().int().meta({ description: 'Used units', example: 1234 }),
    limit: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Limit of the plan; null if unlimited', example: 5000 }),
  })
  .meta({
    id: 'UsedUnits',
    description: 'Used units, with the limit of the plan',
    example: { used: 1234, limit: 5000 },
  })

/** Usage of an account, with the limits of its plan. */
export const usageSchema = z
  .object({
    accountId: z.string().meta({ description: 'Account ID', example: 'acc_4fG7hJ2kL9mNpQrSt5vW' }),
    month: z.string().meta({ description: 'Month of messages and broadcast, in UTC', example: '2026-11' }),
    messages: usedSchema.meta({
      description: 'Messages of the month, over all apps',
      example: { used: 1234, limit: 5000 },
    }),
    broadcast: usedSchema.meta({
      description: 'Messages of campaigns in the month, over all apps',
      example: { used: 40, limit: 100 },
    }),
    apps: usedSchema.meta({ description: 'Current number of apps', example: { used: 1, limit: 1 } }),
    sessions: usedSchema.meta({ description: 'Current number of sessions', example: { used: 2, limit: 2 } }),
  })
  .meta({
    id: 'Usage',
    description: 'The usage of an account in a month, with the limits of its plan',
    example: {
      accountId: 'acc_4fG7hJ2kL9mNpQrSt5vW',
      month: '2026-11',
      messages: { used: 1234, limit: 5000 },
      broadcast: { used: 40, limit: 100 },
      apps: { used: 1, limit: 1 },
      sessions: { used: 2, limit: 2 },
    },
  })
export type UsageView = z.infer<typeof usageSchema>

/**
 * Reads an account's usage of a month, with the limits of its plan.
 * @param input.month as `YYYY-MM`. Default: the current month
 * @throws NotFound
 */
export async function readUsage({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db' | 'now'>
  input: { accountId: string; month?: string | undefined }
}): Promise<UsageView> {
  const { accountId, month = monthOf(ctx.now()) } = input
  const limits = PLANS[(await getAccount({ ctx, input })).plan]
  const [counted] = await ctx.db
    .select()
    .from(usageCounters)
    .where(and(eq(usageCounters.accountId, accountId), eq(usageCounters.month, month)))
  return {
    accountId,
    month,
    messages: { used: counted?.messages ?? 0, limit: limits.messages },
    broadcast: { used: counted?.broadcast ?? 0, limit: limits.broadcast },
    apps: { used: await ctx.db.$count(apps, appsOf(accountId)), limit: limits.apps },
    sessions: { used: await ctx.db.$count(sessions, liveSessionsOf(accountId)), limit: limits.sessions },
  }
}
