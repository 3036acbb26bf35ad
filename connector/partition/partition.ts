import type { Command } from '#shared/contracts/commands.ts'
import { runConnectorRequest } from '#shared/domain/connectorRequests/index.ts'
import { failMessage } from '#shared/domain/messages/index.ts'
import { readPartition, readSession, type SessionRow } from '#shared/domain/sessions/index.ts'
import type { Tenure } from '../fleet/tenure.ts'
import { persist } from '../persist.ts'
import type { ConnectorServices } from '../services.ts'
import { SessionRunner } from '../session/runner.ts'
import type { PartitionStatements } from '../statements.ts'
import { CommandConsumer } from './consumer.ts'
import { type Begun, settled } from './outcome.ts'

/** A wake-up that got lost (its API host died before the queue had it) is made good after this long. */
const RECONCILE_EVERY_MS = 30_000

/** A partition that this connector owns: its sessions, and the commands for them. */
export class Partition {
  readonly #services: ConnectorServices
  readonly #tenure: Tenure
  readonly #consumer: CommandConsumer
  readonly #statements: PartitionStatements
  readonly #runners = new Map<string, SessionRunner>()
  #reconciling: NodeJS.Timeout | undefined
  #started: Promise<void> = Promise.resolve()

  constructor(services: ConnectorServices, tenure: Tenure) {
    this.#services = services
    this.#tenure = tenure
    this.#statements = services.statements.of(tenure.lease)
    this.#consumer = new CommandConsumer(services, tenure.lease.partition, {
      begin: (command) => this.#begin(command),
      giveUp: (command) => this.#giveUp(command),
    })
  }

  /** How many sessions hold a connection, or are about to. */
  get activeSessions(): number {
    return [...this.#runners.values()].filter((runner) => runner.isActive).length
  }

  /** How many of them are logged in. */
  get connectedSessions(): number {
    return [...this.#runners.values()].filter((runner) => runner.isConnected).length
  }

  get commands(): Pick<CommandConsumer, 'inFlight' | 'oldestMs'> {
    return this.#consumer
  }

  start(): void {
    this.#started = this.#takeUp()
  }

  /** In peace: takes no more commands, finishes those in hand, closes the connections. The lease is still held after it. */
  async stop(): Promise<void> {
    clearInterval(this.#reconciling)
    await this.#started
    for (const runner of this.#runners.values()) runner.drain()
    await this.#consumer.stop()
    await Promise.all([...this.#runners.values()].map((runner) => runner.close()))
  }

  /** At once: the tenure has ended, and another connector may be at work on these sessions. */
  abandon(): void {
    clearInterval(this.#reconciling)
    for (const runner of this.#runners.values()) runner.abandon()
    this.#consumer.abandon()
  }

  /** Resolves when its queue can bring it nothing any more; to be awaited before the process ends. */
  async closed(): Promise<void> {
    await this.#consumer.closed()
  }

  async #takeUp(): Promise<void> {
    const taken = await persist(this.#tenure, this.#services.log, () => this.#reconcile())
    if (taken !== 'written' || !this.#tenure.isValid) return
    this.#consumer.start()
    this.#reconciling = setInterval(() => {
      this.#reconcile().catch((err: unknown) =>
        this.#services.log.error({ err }, 'partition.reconcile_failed'),
      )
    }, RECONCILE_EVERY_MS)
  }

  async #reconcile(): Promise<void> {
    const rows = await readPartition({
      ctx: this.#services,
      input: { partition: this.#tenure.lease.partition },
    })
    for (const row of rows) {
      const runner = this.#runners.get(row.id)
      if (!runner) this.#adopt(row)
      else if (runner.needsSync(row)) runner.sync().catch((err: unknown) => this.#logSync(err, row.id))
    }
    const present = new Set(rows.map(({ id }) => id))
    for (const [id, runner] of this.#runners) if (!present.has(id)) this.#forget(id, runner)
  }

  #adopt(row: SessionRow): SessionRunner {
    const runner = new SessionRunner(this.#services, this.#tenure, this.#statements, row)
    this.#runners.set(row.id, runner)
    runner.start().catch((err: unknown) => this.#logSync(err, row.id))
    return runner
  }

  #forget(id: string, runner: SessionRunner): void {
    runner.abandon()
    this.#runners.delete(id)
  }

  async #begin(command: Command): Promise<Begun> {
    const runner = await this.#runnerOf(command.sessionId)
    if (!runner) return settled('done')
    switch (command.type) {
      case 'message.send':
        return await runner.send(command.messageId)
      case 'session.sync':
        await runner.sync()
        if (runner.hasEnded) this.#forget(command.sessionId, runner)
        return settled('done')
      case 'request.run':
        return { settled: this.#runRequest(runner, command.requestId).then(() => 'done') }
    }
  }

  /** The session's runner; null for a session that is gone. */
  async #runnerOf(sessionId: string): Promise<SessionRunner | null> {
    const known = this.#runners.get(sessionId)
    if (known) return known
    const row = await readSession({ ctx: this.#services, input: { id: sessionId } })
    // Another command, or the regular look, may have been quicker.
    return row ? (this.#runners.get(sessionId) ?? this.#adopt(row)) : null
  }

  async #runRequest(runner: SessionRunner, requestId: string): Promise<void> {
    const ctx = this.#services
    await runConnectorRequest({
      ctx,
      input: { lease: this.#tenure.lease, requestId, perform: (request) => runner.perform(request) },
    })
  }

  async #giveUp(command: Command): Promise<void> {
    if (command.type !== 'message.send') return
    const { sessionId, messageId } = command
    const input = { sessionId, messageId, error: 'internal_error' } as const
    await persist(this.#tenure, this.#services.log, () =>
      failMessage({ ctx: this.#services, input: { ...input, lease: this.#tenure.lease } }),
    )
  }

  #logSync(err: unknown, sessionId: string): void {
    this.#services.log.error({ err, sessionId }, 'session.sync_failed')
  }
}
