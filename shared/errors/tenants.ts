import { VesperError } from './vesperError.ts'

/** What stands in the sentence of each limit of a plan; the public docs show the third. */
const LIMIT_NAMES = {
  apps: 'App limit',
  sessions: 'Session limit',
  messages: 'Monthly message limit',
  broadcast: 'Monthly broadcast limit',
} as const

export class LimitExceeded extends VesperError {
  /** `left` where several were asked for at once: fewer may still be possible. */
  constructor(facts: { what: keyof typeof LIMIT_NAMES; limit: number; left?: number }) {
    const { what, limit, left } = facts
    const sentence = `${LIMIT_NAMES[what]} (${limit}) exceeded`
    super('LIMIT_EXCEEDED', left === undefined ? sentence : `${sentence}: ${left} left this month`)
  }
}

/** What stands in the sentence of each cap, and how its place is freed. */
const CAP_NAMES = {
  webhooks: ['webhooks', 'Delete one first.'],
  lists: ['recipient lists', 'Delete one first.'],
  recipients: ['recipients in lists and in campaigns that have not completed', 'Delete some first.'],
  drafts: ['drafts and scheduled campaigns', 'Delete one first.'],
  runningCampaigns: ['campaigns under way', 'Wait until one ends, or cancel one.'],
  flows: ['flows', 'Delete one first.'],
  steps: ['steps of flows', 'Delete some first.'],
  uploads: ['unused upload slots', 'Use one, or wait until one expires.'],
  uploadBytes: ['bytes of unused upload slots', 'Use one, or wait until one expires.'],
} as const

/** A cap of an account's plan, over all its apps. */
export class CapReached extends VesperError {
  constructor(facts: { what: keyof typeof CAP_NAMES; limit: number }) {
    const [name, remedy] = CAP_NAMES[facts.what]
    super('LIMIT_EXCEEDED', `An account of this plan has ${facts.limit} ${name} at the most. ${remedy}`)
  }
}

export class AccountSuspended extends VesperError {
  constructor() {
    super('FORBIDDEN', 'This account is suspended. Ask the operator of this gateway to resume it.')
  }
}

export class AppHasSessions extends VesperError {
  constructor(facts: { appId: string; sessions: number }) {
    super(
      'CONFLICT',
      `App ${facts.appId} has ${facts.sessions} sessions. Delete them first; a moment later they are gone.`,
    )
  }
}
