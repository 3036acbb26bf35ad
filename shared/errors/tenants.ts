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
