import { type SQL, sql } from 'drizzle-orm'
import { PLAN_NAMES, type Plan } from '#shared/contracts/accounts.ts'
import { accounts } from '#shared/database/index.ts'

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

/** What an account may have at a time, over all its apps. A deletion frees the place. */
export interface Caps {
  webhooks: number
  lists: number
  /** People in lists, and in campaigns that have not completed. */
  recipients: number
  /** Campaigns that wait for their start: drafts and scheduled ones. */
  drafts: number
  /** Campaigns that are under way, paused ones included. */
  runningCampaigns: number
  flows: number
  steps: number
  /** Upload slots that are neither used nor expired, and the bytes that they may take. */
  uploads: number
  uploadBytes: number
}
export type Capped = keyof Caps

const GB = 1_000_000_000

/**
 * The one table of caps. They are far above what a plan's messages need: they keep one account from filling the database that all share. An
 * account of the operator's own has caps too, because it shares the same machine.
 */
export const CAPS: Readonly<Record<Plan, Readonly<Caps>>> = {
  starter: {
    webhooks: 20,
    lists: 100,
    recipients: 200_000,
    drafts: 100,
    runningCampaigns: 10,
    flows: 200,
    steps: 10_000,
    uploads: 100,
    uploadBytes: 5 * GB,
  },
  pro: {
    webhooks: 60,
    lists: 500,
    recipients: 500_000,
    drafts: 300,
    runningCampaigns: 50,
    flows: 600,
    steps: 30_000,
    uploads: 500,
    uploadBytes: 20 * GB,
  },
  enterprise: {
    webhooks: 200,
    lists: 2_000,
    recipients: 2_000_000,
    drafts: 1_000,
    runningCampaigns: 200,
    flows: 2_000,
    steps: 100_000,
    uploads: 2_000,
    uploadBytes: 100 * GB,
  },
  self_hosted: {
    webhooks: 1_000,
    lists: 10_000,
    recipients: 10_000_000,
    drafts: 5_000,
    runningCampaigns: 1_000,
    flows: 10_000,
    steps: 500_000,
    uploads: 10_000,
    uploadBytes: 500 * GB,
  },
}

/** A plan's limit as an expression over `accounts`, so that a statement checks it by the plan of that moment; null is none. */
export function planLimit(what: Limited): SQL<number | null> {
  const cases = PLAN_NAMES.map((plan) => sql`when ${plan} then ${PLANS[plan][what]}::integer`)
  return sql`case ${accounts.plan} ${sql.join(cases, sql` `)} end`
}
