import { type Command, commandSchema } from '#shared/contracts/commands.ts'
import { isDatabaseUnavailable } from '#shared/database/index.ts'
import { LeaseLost } from '#shared/domain/fleet/index.ts'
import { type BegunCommand, type CommandOutcome, settled } from '../commandOutcome.ts'
import { pause } from '../wait.ts'
import { CommandSource, type ReceivedCommand, type SourceServices } from './commandSource.ts'

/** Handles the commands of a partition. */
export interface CommandHandler {
  /** Begins a command. The next command of the same group waits until this promise resolves. */
  begin(command: Command): Promise<BegunCommand>
  /** Records the failure of a command that keeps failing, for its caller. */
  giveUp(command: Command): Promise<void>
}

/** Timing of a consumer. Tests use shorter times. */
export interface ConsumerTiming {
  /** Visibility time-out of a received command. The command becomes visible to others this long after the last heartbeat. */
  visibilitySeconds: number
  heartbeatMs: number
  /** Delay before a failed command is received again. */
  retrySeconds: number
  /** Commands stay in memory for this long after one that does not begin. Then they return to the queue. */
  holdBehindMs: number
}

/** The visibility ends just before the lease. Commands that wait for another one are released and need no heartbeats. */
const TIMING: ConsumerTiming = {
  visibilitySeconds: 7,
  heartbeatMs: 2_200,
  retrySeconds: 2,
  holdBehindMs: 2_000,
}
/** Failures of a command on this connector. The queue's redrive policy ends a command that crashes the process. */
const MAX_FAILURES = 5
const MAX_IN_FLIGHT = 500

/**
 * Receives commands from a partition's FIFO queue. Commands of a group begin in order, and groups run in parallel. Each command
 * stays in the queue until it is settled, so that the next owner receives the commands that this connector did not finish.
 */
export class CommandConsumer {
  readonly #log: SourceServices['log']
  readonly #source: CommandSource
  readonly #handler: CommandHandler
  readonly #timing: ConsumerTiming
  readonly #inFlight = new Map<string, ReceivedCommand>()
  /** Time of receipt of each command, in ms of `performance.now()`. */
  readonly #takenAt = new WeakMap<ReceivedCommand, number>()
  readonly #groups = new Set<Promise<void>>()
  readonly #failures = new Map<string, number>()
  /** Aborts when the consumer stops receiving. */
  readonly #stopped = new AbortController()
  #loop: Promise<void> = Promise.resolve()
  #heartbeat: NodeJS.Timeout | undefined

  constructor(services: SourceServices, partition: number, handler: CommandHandler, timing = TIMING) {
    this.#log = services.log
    this.#source = new CommandSource(services, partition)
    this.#handler = handler
    this.#timing = timing
  }

  /** Number of commands that were received and not finished. */
  get inFlight(): number {
    return this.#inFlight.size
  }

  /** Age of the oldest of these commands, in ms. */
  get oldestMs(): number {
    const now = performance.now()
    const ages = [...this.#inFlight.values()].map((message) => now - (this.#takenAt.get(message) ?? now))
    return Math.max(0, ...ages)
  }

  start(): void {
    const { visibilitySeconds, heartbeatMs } = this.#timing
    const extend = () => void this.#source.setVisibility([...this.#inFlight.values()], visibilitySeconds)
    this.#heartbeat = setInterval(extend, heartbeatMs)
    this.#loop = this.#receiveLoop()
  }

  /** Stops receiving. Resolves when all received commands are settled or released. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    await Promise.all(this.#groups)
    clearInterval(this.#heartbeat)
  }

  /** Stops receiving, and releases the commands immediately: another connector owns them now. */
  abandon(): void {
    this.#stopped.abort()
    clearInterval(this.#heartbeat)
    void this.#source.setVisibility([...this.#inFlight.values()], 0)
    this.#inFlight.clear()
  }

  /**
   * Resolves when no more commands can arrive. An aborted long poll may still receive a command, which would stay invisible until
   * its time-out. The consumer waits for the poll and releases its commands.
   */
  async closed(): Promise<void> {
    await this.#loop
  }

  async #receiveLoop(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      try {
        const messages = await this.#source.receive(this.#timing.visibilitySeconds)
        if (signal.aborted) return await this.#source.setVisibility(messages, 0)
        for (const group of byGroup(messages)) this.#take(group)
        while (this.#inFlight.size >= MAX_IN_FLIGHT && !signal.aborted) await pause(500, signal)
      } catch (err) {
        this.#log.error({ err }, 'queue.receive_failed')
        await pause(1_000, signal)
      }
    }
  }

  #take(group: ReceivedCommand[]): void {
    for (const message of group) {
      this.#inFlight.set(message.ReceiptHandle, message)
      this.#takenAt.set(message, performance.now())
    }
    const work = this.#handleGroup(group).finally(() => this.#groups.delete(work))
    this.#groups.add(work)
  }

  /**
   * Handles the commands of a group. A command that cannot begin is released together with the commands after it, which keeps
   * their order.
   */
  async #handleGroup(group: ReceivedCommand[]): Promise<void> {
    const settling: Promise<void>[] = []
    const waiting = [...group]
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      const begun = this.#stopped.signal.aborted ? 'release' : await this.#beginBefore(message, waiting)
      if (begun === 'release') await this.#release([message, ...waiting.splice(0)], this.#timing.retrySeconds)
      else settling.push(this.#settle(message, begun.settled))
    }
    await Promise.all(settling)
  }

  /**
   * Begins a command. If that takes long, for example because the session is offline, the later commands are released. The
   * group stays locked. Waiting sessions with ten commands each would use up `MAX_IN_FLIGHT` and block the other sessions.
   */
  async #beginBefore(message: ReceivedCommand, waiting: ReceivedCommand[]): Promise<BegunCommand> {
    const releaseWaiting = () => void this.#release(waiting.splice(0), 0)
    const holdTimer = setTimeout(releaseWaiting, this.#timing.holdBehindMs)
    try {
      return await this.#begin(message)
    } finally {
      clearTimeout(holdTimer)
    }
  }

  async #begin(message: ReceivedCommand): Promise<BegunCommand> {
    const command = parse(message.Body)
    if (!command) {
      this.#log.error({ messageId: message.MessageId }, 'command.unreadable')
      return settled('dead')
    }
    try {
      return await this.#handler.begin(command)
    } catch (err) {
      const failures = this.#countFailure(message, err)
      this.#log.error({ err, command: command.type, failures }, 'command.failed')
      if (failures < MAX_FAILURES) return 'release'
      await this.#handler.giveUp(command)
      return settled('dead')
    }
  }

  /** Counts the failures of a command. A database that is down or a lost lease is not the command's fault. */
  #countFailure(message: ReceivedCommand, err: unknown): number {
    const id = message.MessageId ?? ''
    const before = this.#failures.get(id) ?? 0
    if (isDatabaseUnavailable(err) || err instanceof LeaseLost) return before
    this.#failures.set(id, before + 1)
    return before + 1
  }

  /** Settles a command, and never rejects. After a failure the command stays in the queue and is redelivered. */
  async #settle(message: ReceivedCommand, settling: Promise<CommandOutcome>): Promise<void> {
    try {
      const outcome = await settling
      if (outcome === 'release') return await this.#release([message], this.#timing.retrySeconds)
      if (outcome === 'dead') await this.#source.sendToDeadLetters(message)
      await this.#source.delete(message)
      this.#inFlight.delete(message.ReceiptHandle)
      this.#failures.delete(message.MessageId ?? '')
    } catch (err) {
      this.#log.error({ err }, 'command.not_settled')
      await this.#release([message], this.#timing.retrySeconds)
    }
  }

  /** Releases commands for redelivery after `seconds`. A stopped consumer releases them immediately for another connector. */
  async #release(messages: readonly ReceivedCommand[], seconds: number): Promise<void> {
    for (const { ReceiptHandle } of messages) this.#inFlight.delete(ReceiptHandle)
    await this.#source.setVisibility(messages, this.#stopped.signal.aborted ? 0 : seconds)
  }
}

function parse(body: string): Command | null {
  try {
    return commandSchema.parse(JSON.parse(body))
  } catch {
    return null
  }
}

function byGroup(messages: readonly ReceivedCommand[]): Iterable<ReceivedCommand[]> {
  const groups = new Map<string, ReceivedCommand[]>()
  for (const message of messages) {
    const id = message.Attributes?.MessageGroupId ?? ''
    const group = groups.get(id)
    if (group) group.push(message)
    else groups.set(id, [message])
  }
  return groups.values()
}
