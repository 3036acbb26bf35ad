import { type SQL, sql } from 'drizzle-orm'
import { PLAN_NAMES, type Plan } from '#shared/contracts/accounts.ts'
import { accounts } from '#shared/database/index.ts'

/** Limits of a plan: apps and sessions at one time, messages and broadcast messages in a calendar month (UTC). */
export interface PlanLimits {
  apps: number
  sessions: number
  messages: number
  broadcast: number
}
export type Limited = keyof PlanLimits

/** The only table of plans. A limit applies to an account, over all its apps. Null means unlimited. */
export const PLANS: Readonly<Record<Plan, Readonly<{ [What in Limited]: PlanLimits[What] | null }>>> = {
  starter: { apps: 1, sessions: 2, messages: 5_000, broadcast: 100 },
  pro: { apps: 3, sessions: 10, messages: 25_000, broadcast: 1_000 },
  enterprise: { apps: 10, sessions: 50, messages: 100_000, broadcast: 5_000 },
  self_hosted: { apps: null, sessions: null, messages: null, broadcast: null },
}

/** Caps of an account at one time, over all its apps. A deletion frees capacity. */
export interface Caps {
  webhooks: number
  lists: number
  /** Recipients in lists, and in campaigns that have not completed. */
  recipients: number
  /** Campaigns that have not started: drafts and scheduled campaigns. */
  drafts: number
  /** Campaigns that run or are paused. */
  runningCampaigns: number
  /** People in the suppression lists. */
  suppressions: number
  flows: number
  steps: number
  /** Upload slots that are neither used nor expired. */
  uploads: number
  /** Total size of upload slots that are neither used nor expired, in bytes. */
  uploadBytes: number
  /** Exports and erasures of persons that run. */
  personRequests: number
}
export type Capped = keyof Caps

const GB = 1_000_000_000

/**
 * The only table of caps. Caps are far above the needs of a plan's messages. A cap keeps one account from filling the
 * database that all accounts share. The plan `self_hosted` has caps too, because its accounts share the same machine.
 */
export const CAPS: Readonly<Record<Plan, Readonly<Caps>>> = {
  starter: {
    webhooks: 20,
    lists: 100,
    recipients: 200_000,
    drafts: 100,
    runningCampaigns: 10,
    suppressions: 10_000,
    flows: 200,
    steps: 10_000,
    uploads: 100,
    uploadBytes: 5 * GB,
    personRequests: 50,
  },
  pro: {
    webhooks: 60,
    lists: 500,
    recipients: 500_000,
    drafts: 300,
    runningCampaigns: 50,
    suppressions: 50_000,
    flows: 600,
    steps: 30_000,
    uploads: 500,
    uploadBytes: 20 * GB,
    personRequests: 100,
  },
  enterprise: {
    webhooks: 200,
    lists: 2_000,
    recipients: 2_000_000,
    drafts: 1_000,
    runningCampaigns: 200,
    suppressions: 200_000,
    flows: 2_000,
    steps: 100_000,
    uploads: 2_000,
    uploadBytes: 100 * GB,
    personRequests: 500,
  },
  self_hosted: {
    webhooks: 1_000,
    lists: 10_000,
    recipients: 10_000_000,
    drafts: 5_000,
    runningCampaigns: 1_000,
    suppressions: 1_000_000,
    flows: 10_000,
    steps: 500_000,
    uploads: 10_000,
    uploadBytes: 500 * GB,
    personRequests: 1_000,
  },
}

/**
 * Returns a plan's limit as an SQL expression over `accounts`, so that a statement checks the plan of that moment. Null
 * means unlimited.
 */
export function planLimit(what: Limited): SQL<number | null> {
  const cases = PLAN_NAMES.map((plan) => sql`when ${plan} then ${PLANS[plan][what]}::integer`)
  return sql`case ${accounts.plan} ${sql.join(cases, sql` `)} end`
}
