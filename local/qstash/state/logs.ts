import type { Clock } from '../../clock.ts'
import { type Message, viewMessage } from '../settings/message.ts'

/** The number of log entries that QStash keeps. */
const MAX_LOGS = 10_000

export type LogState = 'CREATED' | 'ACTIVE' | 'DELIVERED' | 'ERROR' | 'RETRY' | 'FAILED'

/** The details of a state. */
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

/** The latest log entries, in memory only. */
export class Logs {
  private entries: LogEntry[] = []
  private readonly clock: Clock

  constructor(clock: Clock) {
    this.clock = clock
  }

  add(state: LogState, message: Message, facts: LogFacts = {}): void {
    this.entries.push({ message, time: this.clock.now(), state, facts })
    // The list may grow to twice the limit, so that a deletion serves many entries.
    if (this.entries.length < 2 * MAX_LOGS) return
    this.entries = this.entries.slice(-MAX_LOGS)
  }

  /** Returns the newest 10,000 entries, newest first. */
  list(): ReturnType<typeof view>[] {
    return this.entries.slice(-MAX_LOGS).reverse().map(view)
  }
}

function view({ message, time, state, facts }: LogEntry) {
  return { ...viewMessage(message), ...facts, time, state }
}
