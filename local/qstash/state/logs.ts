import type { Clock } from '../../clock.ts'
import { type Message, viewMessage } from '../settings/message.ts'

/** As many as QStash keeps. */
const MAX_LOGS = 10_000

export type LogState = 'CREATED' | 'ACTIVE' | 'DELIVERED' | 'ERROR' | 'RETRY' | 'FAILED'

/** What else there is to say of a state. */
export interface LogFacts {
  error?: string
  nextDeliveryTime?: number
  responseStatus?: number
}

interface LogEntry {
  message: Message
  /** Unix time in ms. */
  time: number
  state: LogState
  facts: LogFacts
}

/** What happened to the messages of late, in memory only. */
export class Logs {
  private entries: LogEntry[] = []
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(state: LogState, message: Message, facts: LogFacts = {}): void {
    this.entries.push({ message, time: this.clock.now(), state, facts })
    // Twice as many at most, so that the price of dropping them is shared.
    if (this.entries.length < 2 * MAX_LOGS) return
    this.entries = this.entries.slice(-MAX_LOGS)
  }

  /** The newest 10,000 entries, the newest first. */
  list(): ReturnType<typeof view>[] {
    return this.entries.slice(-MAX_LOGS).reverse().map(view)
  }
}

function view({ message, time, state, facts }: LogEntry) {
  return { ...viewMessage(message), ...facts, time, state }
}
