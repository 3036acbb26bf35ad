import { randomInt } from 'node:crypto'
import type { State } from '../state/state.ts'
import type { Rows } from '../state/table.ts'

const LARGEST_RANDOM = 2 ** 47

/** A channel: one owner posts, and all followers read. */
export interface Channel {
  /** `<digits>@newsletter`. */
  id: string
  name: string
  /** Phone number. */
  owner: string
  /** Phone numbers, in the order of joining. */
  followers: string[]
}

/** The channels of the sandbox. */
export class Channels {
  private readonly rows: Rows<Channel>
  private readonly state: State

  constructor(state: State) {
    this.state = state
    this.rows = state.channels.in('all')
  }

  find(id: string | undefined): Channel | undefined {
    return id === undefined ? undefined : this.rows.get(id)
  }

  save(channel: Channel): void {
    this.rows.set(channel.id, channel)
  }

  create(owner: string, name: string): Channel {
    const digits = String(randomInt(LARGEST_RANDOM)).padStart(15, '0').slice(-12)
    const channel = { id: `120363${digits}@newsletter`, name, owner, followers: [] }
    this.save(channel)
    return channel
  }

  /** Returns the server's number of a post, or undefined. */
  numberOf(channel: Channel, messageId: string): number | undefined {
    return this.posts(channel).get(messageId)
  }

  /** Gives a post its number, and returns the number. A repeated post keeps its number. */
  number(channel: Channel, messageId: string): number {
    const posts = this.posts(channel)
    const number = posts.get(messageId) ?? posts.values().length + 1
    posts.set(messageId, number)
    return number
  }

  private posts(channel: Channel): Rows<number> {
    return this.state.posts.in(channel.id)
  }
}
