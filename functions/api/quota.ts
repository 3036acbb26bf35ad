import type { Context } from 'hono'
import { endOfMonth, type Quota } from '#shared/domain/usage/index.ts'
import { integerHeader } from './integerHeader.ts'

/** Headers of the monthly quota. */
export const QUOTA_HEADERS = {
  'X-Quota-Limit': integerHeader("Messages per month in the account's plan; absent without a limit", 5000),
  'X-Quota-Used': integerHeader('Messages of this month, over all apps of the account', 1234),
  'X-Quota-Reset': integerHeader('Start of the next month (UTC), in Unix seconds', 1_796_083_200),
}

/** Sets the quota headers if the verb returned a quota. */
export function setQuota(c: Context, answer: unknown): void {
  const { quota } = answer as { quota?: Quota }
  if (!quota) return
  c.header('X-Quota-Used', String(quota.used))
  c.header('X-Quota-Reset', String(endOfMonth(quota.month).getTime() / 1000))
  if (quota.limit !== null) c.header('X-Quota-Limit', String(quota.limit))
}
