import type { Context } from 'hono'
import { endOfMonth, type Quota } from '#shared/domain/usage/index.ts'

/** Sets the quota headers if the verb returned a quota. */
export function setQuota(c: Context, answer: unknown): void {
  const { quota } = answer as { quota?: Quota }
  if (!quota) return
  c.header('X-Quota-Used', String(quota.used))
  c.header('X-Quota-Reset', String(endOfMonth(quota.month).getTime() / 1000))
  if (quota.limit !== null) c.header('X-Quota-Limit', String(quota.limit))
}
