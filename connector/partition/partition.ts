import type { Command } from '#shared/contracts/commands.ts'
import { failMessage } from '#shared/domain/messages/index.ts'
import { runRequest } from '#shared/domain/requests/index.ts'
import { type SessionRow, sessionOfConnector, sessionsOfPartition } from '#shared/domain/sessions/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import type { ConnectorServices } from '../services.ts'
import { persist } from '../session/persist.ts'
import { SessionRunner } from '../session/runner.ts'
import type { Begun } from '../session/sender.ts'
import { CommandConsumer } from './consumer.ts'

/** A wake-up that got lost (its API host died before the queue had it) is made good after this long. */
const RECONCILE_EVERY_MS = 30_000

/** A partition that this connector owns: its sessions, and the commands for them. */
export class Partition {
  readonly #services: ConnectorServices
  readonly #tenure: Tenure
  readonly #consumer: CommandConsumer
  readonly #runners = new Map<string, SessionRunner>()
  #reconciling: NodeJS.Timeout | undefined
  #started: Promise<void> = Promise.resolve()

  constructor(services: ConnectorServices, tenure: Tenure) {
    this.#services = services
    this.#tenure = tenure
    this.#consumer = new CommandConsumer(services, tenure.lease.partition, {
      begin: (command) => this.#begin(command),
      giveUp: (command) => this.#giveUp(command),
    })
  }

  /** How many sessions hold a socket, or are about to. */
  get activeSessions(): number {
    return [...this.#runners.values()].filter((runner) => runner.isActive).length
  }

  start(): void {
    this.#started = this.#takeUp()
  }

  /** In peace: takes no more commands, finishes those in hand, closes the sockets. The lease is still held after it. */
  async stop(): Promise<void> {
    clearInterval(this.#reconciling)
    await this.#started
    for (const runner of this.#runners.values()) runner.drain()
    await this.#consumer.stop()
    await Promise.all([...this.#runners.values()].map((runner) => runner.close()))
  }

  /** Resolves when its queue can bring it nothing any more; to be awaited before the process ends. */
  async closed(): Promise<void> {
    await this.#consumer.closed()
  }

  async #takeUp(): Promise<void> {
    const taken = await persist(this.#tenure, this.#services.log, () => this.#reconcile())
    if (!taken) return
    this.#consumer.start()
    this.#reconciling = setInterval(() => {
      this.#reconcile().catch((err: unknown) =>
        this.#services.log.error({ err }, 'partition.reconcile_failed'),
      )
    }, RECONCILE_EVERY_MS)
  }

  async #reconcile(): Promise<void> {
    for (const row of await sessionsOfPartition(this.#services, this.#tenure.lease.partition)) {
      const runner = this.#runners.get(row.id)
      if (runner) void runner.sync(row)
      else void this.#adopt(row).start()
    }
  }

  #adopt(row: SessionRow): SessionRunner {
    const runner = new SessionRunner(this.#services, this.#tenure, row)
    this.#runners.set(row.id, runner)
    return runner
  }

  async #begin(command: Command): Promise<Begun> {
    const runner = await this.#runnerOf(command)
    if (!runner) return DONE
    switch (command.type) {
      case 'message.send':
        return await runner.send(command.messageId)
      case 'session.sync':
        return DONE
      case 'request.run':
        return { settled: this.#runRequest(runner, command.requestId).then(() => 'done') }
    }
  }

  /** The session's runner; for a wake-up, brought into line with the row. Null for a session that is gone. */
  async #runnerOf(command: Command): Promise<SessionRunner | null> {
    const known = this.#runners.get(command.sessionId)
    if (known && command.type !== 'session.sync') return known
    const row = await sessionOfConnector(this.#services, command.sessionId)
    if (!row) {
      await known?.close()
      this.#runners.delete(command.sessionId)
      return null
    }
    const runner = known ?? this.#adopt(row)
    await runner.sync(row)
    return runner
  }

  async #runRequest(runner: SessionRunner, requestId: string): Promise<void> {
    await runRequest({
      ctx: this.#services,
      lease: this.#tenure.lease,
      requestId,
      perform: async (request) => {
        const code = await runner.requestPairingCode(request.phone)
        return code === null
          ? { state: 'failed', result: { code: 'not_pairing' } }
          : { state: 'done', result: { code } }
      },
    })
  }

  async #giveUp(command: Command): Promise<void> {
    if (command.type !== 'message.send') return
    const { sessionId, messageId } = command
    const input = { sessionId, messageId, error: 'internal_error' } as const
    await persist(this.#tenure, this.#services.log, () =>
      failMessage({ ctx: this.#services, lease: this.#tenure.lease, input }),
    )
  }
}

const DONE: Begun = { settled: Promise.resolve('done') }
