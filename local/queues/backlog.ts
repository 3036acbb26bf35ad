import { Fifo } from './fifo.ts'
import { MessageGroup, type QueuedMessage } from './messageGroup.ts'

/** What waits in a queue, by group. A group with messages in flight is locked until each of them is settled or back. */
export class Backlog {
  /** Those that hold messages, waiting or in flight. */
  readonly #groups = new Map<string, MessageGroup>()
  /** Those that are not locked; the one that has been free for longest is the next. */
  readonly #free = new Fifo<MessageGroup>()

  add(message: QueuedMessage): void {
    const known = this.#groups.get(message.group)
    const group = known ?? new MessageGroup()
    group.add(message)
    if (known) return
    this.#groups.set(message.group, group)
    this.#free.push(group)
  }

  /**
   * Puts up to so many in flight: of one group as many as it can, then of others ("as many messages with the same message group ID as
   * possible", repost.aws/knowledge-center/sqs-fifo-messages-not-returned).
   */
  take(most: number): QueuedMessage[] {
    const taken: QueuedMessage[] = []
    while (taken.length < most) {
      const group = this.#free.shift()
      if (!group) break
      for (let message = group.shift(); message; ) {
        taken.push(message)
        group.inFlight += 1
        message = taken.length < most ? group.shift() : undefined
      }
    }
    return taken
  }

  /** One comes back from its flight, to its old place. */
  putBack(message: QueuedMessage): void {
    this.#groups.get(message.group)?.putBack(message)
    this.settle(message)
  }

  /** The flight of one has ended. */
  settle({ group: id }: QueuedMessage): void {
    const group = this.#groups.get(id)
    if (!group) return
    group.inFlight -= 1
    if (group.inFlight > 0) return
    if (group.isEmpty) this.#groups.delete(id)
    else this.#free.push(group)
  }

  [Symbol.iterator](): Iterator<QueuedMessage> {
    return [...this.#groups.values()].flatMap((group) => [...group]).values()
  }
}
