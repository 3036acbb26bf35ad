import { type SQL, sql } from 'drizzle-orm'
import { accounts, type Plan } from '#shared/database/index.ts'

/** What a plan limits: apps and sessions at a time, messages and broadcast messages a calendar month (UTC). */
export interface PlanLimits {
  apps: number
  sessions: number
  messages: number
  broadcast: number
}
export type Limited = keyof PlanLimits

/** The one table of plans. A limit is an account's, over all its apps; null is none. */
export const PLANS: Readonly<Record<Plan, Readonly<{ [What in Limited]: PlanLimits[What] | null }>>> = {
  starter: { apps: 1, sessions: 2, messages: 5_000, broadcast: 100 },
  pro: { apps: 3, sessions: 10, messages: 25_000, broadcast: 1_000 },
  enterprise: { apps: 10, sessions: 50, messages: 100_000, broadcast: 5_000 },
  self_hosted: { apps: null, sessions: null, messages: null, broadcast: null },
}

export const PLAN_NAMES = Object.keys(PLANS) as [Plan, ...Plan[]]

/** A plan's limit as an expression over `accounts`, so that a statement checks it by the plan of that moment; null is none. */
export function planLimit(what: Limited): SQL<number | null> {
  const cases = PLAN_NAMES.map((plan) => sql`when ${plan} then ${PLANS[plan][what]}::integer`)
  return sql`case ${accounts.plan} ${sql.join(cases, sql` `)} end`
}
