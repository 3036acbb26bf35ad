import type { Context } from 'hono'
import { endOfMonth, type Quota } from '#shared/domain/usage/index.ts'
import { integerHeader } from './integerHeader.ts'

/** The headers that tell how much of a month is used. */
export const QUOTA_HEADERS = {
  'X-Quota-Limit': integerHeader(
    "Messages a month, by the account's plan; absent where there is no limit",
    5000,
  ),
  'X-Quota-Used': integerHeader('Messages of this month so far, over all apps of the account', 1234),
  'X-Quota-Reset': integerHeader('When the next month begins (UTC), in Unix seconds', 1_796_083_200),
}

/** Tells in an answer's headers how much of its month the account has used, where the verb says so. */
export function setQuota(c: Context, answer: unknown): void {
  const { quota } = answer as { quota?: Quota }
  if (!quota) return
  c.header('X-Quota-Used', String(quota.used))
  c.header('X-Quota-Reset', String(endOfMonth(quota.month).getTime() / 1000))
  if (quota.limit !== null) c.header('X-Quota-Limit', String(quota.limit))
}
