import { VesperError } from './vesperError.ts'

/** The name of each limit of a plan in the error message. The public docs show `messages`. */
const LIMIT_NAMES = {
  apps: 'App limit',
  sessions: 'Session limit',
  messages: 'Monthly message limit',
  broadcast: 'Monthly broadcast limit',
} as const

export class LimitExceeded extends VesperError {
  /** @param facts.left the remaining units, for a request of several units: a smaller request may succeed */
  constructor(facts: { what: keyof typeof LIMIT_NAMES; limit: number; left?: number }) {
    const { what, limit, left } = facts
    const sentence = `${LIMIT_NAMES[what]} (${limit}) exceeded`
    super('LIMIT_EXCEEDED', left === undefined ? sentence : `${sentence}: ${left} left this month`)
  }
}

/** The name of each cap in the error message, and the remedy. */
const CAP_NAMES = {
  webhooks: ['webhooks', 'Delete a webhook first.'],
  lists: ['recipient lists', 'Delete a list first.'],
  recipients: ['recipients in lists and in campaigns that have not completed', 'Delete recipients first.'],
  drafts: ['drafts and scheduled campaigns', 'Delete a draft or a scheduled campaign first.'],
  runningCampaigns: ['running campaigns', 'Wait until a campaign ends, or cancel a campaign.'],
  suppressions: ['people in suppression lists', 'Remove people from a list first.'],
  flows: ['flows', 'Delete a flow first.'],
  steps: ['steps of flows', 'Delete steps first.'],
  uploads: ['unused upload slots', 'Use a slot, or wait until a slot expires.'],
  uploadBytes: ['bytes in unused upload slots', 'Use a slot, or wait until a slot expires.'],
  personRequests: ['running exports and erasures of persons', 'Wait until a request completes.'],
} as const

/** An account has reached a cap of its plan, counted over all its apps. */
export class CapReached extends VesperError {
  constructor(facts: { what: keyof typeof CAP_NAMES; limit: number }) {
    const [name, remedy] = CAP_NAMES[facts.what]
    super('LIMIT_EXCEEDED', `An account of this plan has at most ${facts.limit} ${name}. ${remedy}`)
  }
}

export class AccountSuspended extends VesperError {
  constructor() {
    super('FORBIDDEN', 'This account is suspended. Ask the operator of this gateway to resume the account.')
  }
}

/** The key does not allow the kind of action. */
export class ScopeMissing extends VesperError {
  constructor(facts: { needed: string; scopes: readonly string[] }) {
    super(
      'FORBIDDEN',
      `This request needs a key with the scope ${facts.needed}. The key has: ${facts.scopes.join(', ')}.`,
    )
  }
}

/** The endpoint concerns the whole app, and the key opens some sessions of it only. */
export class KeyLimitedToSessions extends VesperError {
  constructor() {
    super(
      'FORBIDDEN',
      'This endpoint concerns the whole app, and the key is limited to sessions. Use a key without such a limit.',
    )
  }
}

export class AppHasSessions extends VesperError {
  constructor(facts: { appId: string; sessions: number }) {
    super(
      'CONFLICT',
      `App ${facts.appId} has ${facts.sessions} sessions. Delete the sessions first. A deletion takes a moment.`,
    )
  }
}

export class PersonBeingErased extends VesperError {
  constructor(facts: { requestId: string }) {
    super(
      'CONFLICT',
      `Erasure ${facts.requestId} of this person is running. Export a person before the erasure, or wait until the erasure completes.`,
    )
  }
}
