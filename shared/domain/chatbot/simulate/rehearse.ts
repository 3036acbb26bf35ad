import { answerBytes } from '#shared/pagination.ts'
import { type Interruptible, SIMULATION_CPU_MS } from '../budget/index.ts'
import {
  type Advanced,
  advanceRun,
  type Input,
  isLive,
  type Received,
  type Run,
  receive,
} from '../engine/index.ts'
import type { Definition } from '../flows/index.ts'
import type { Line } from '../transcript.ts'
import { type Simulation, type SimulationInput, toAnswer } from './input.ts'

export type SimulationOutcome = Omit<Simulation, 'faults'>
type Reply = { text: string; buttonId?: string | undefined }

/**
 * Simulation that yields each computation of the engine, and receives the result. The caller limits the CPU of each
 * computation. A null in place of a result means that the simulation has used up its CPU budget.
 */
export type Rehearsed<T> = Generator<Interruptible<Received>, T, Received | null>

/** Limit of lines in the transcript of an answer. The longest conversation has fewer lines. */
const MAX_LINES = 5_000
/** Limit of the transcript of an answer, in bytes. The variables of a conversation take up to 3 MB more. */
const MAX_BYTES = 2_500_000

/** Chat without a contact: runs the production engine, and performs no effects. */
class Rehearsal {
  readonly #definition: Definition
  readonly #input: SimulationInput
  readonly #lines: Line[] = []
  readonly #warnings: Simulation['warnings'] = []
  #clock: Date
  #run: Run | null = null
  #bytes = 0
  #unshown = 0
  /** True after the simulation has used up its CPU budget. */
  isSpent = false

  constructor(definition: Definition, input: SimulationInput, now: Date) {
    this.#definition = definition
    this.#input = input
    this.#clock = input.startAt === undefined ? now : new Date(input.startAt)
  }

  /** Gives a message of the contact to the engine. */
  *write(reply: Reply, path: string): Rehearsed<void> {
    const live = this.#run && isLive(this.#run) ? { flow: this.#definition.flow, run: this.#run } : null
    const { contact, isGroup, isFirstContact } = this.#input
    const incoming = { reply, contact, isGroup, isFirst: isFirstContact && this.#run === null }
    const done = yield* this.#compute(receive({ live, published: this.#definition }, incoming, this.#clock))
    if (!done?.started && !live && !this.isSpent) this.warn(path, 'The message started no conversation')
    yield* this.#settle()
  }

  /** Advances the clock, and runs each timer that is due. */
  *pass(seconds: number): Rehearsed<void> {
    const until = new Date(this.#clock.getTime() + seconds * 1000)
    for (
      let due = this.#nextDue();
      due && due <= until && !this.isLong && !this.isSpent;
      due = this.#nextDue()
    ) {
      this.#clock = due
      yield* this.#happen(this.#run?.dueAt ? { type: 'timer', turn: this.#run.turn } : { type: 'expire' })
      yield* this.#settle()
    }
    this.#clock = until
  }

  /** True if the transcript has reached a limit of lines or bytes. */
  get isLong(): boolean {
    return this.#lines.length >= MAX_LINES || this.#bytes > MAX_BYTES
  }

  breakOff(path: string): void {
    this.warn(
      path,
      `The simulation stopped before this message. The transcript (${this.#lines.length} lines) fills the answer`,
    )
  }

  warn(path: string, message: string): void {
    this.#warnings.push({ path, message })
  }

  outcome(): SimulationOutcome {
    const run = this.#run
    const path = this.#lines.flatMap((line) =>
      line.kind === 'step' ? [{ stepId: line.stepId, outlet: line.outlet }] : [],
    )
    return {
      triggered: run !== null,
      status: run?.status ?? null,
      ...(run?.error && { error: run.error }),
      ...(run?.errorCode && { errorCode: run.errorCode }),
      waitingFor: run?.waiting ?? null,
      stepId: run?.stepId ?? null,
      transcript: this.#lines,
      path,
      variables: { ...run?.variables },
      warnings: this.#unshown === 0 ? this.#warnings : [...this.#warnings, this.#tooLong()],
    }
  }

  #tooLong() {
    return { path: 'messages', message: `${this.#unshown} further lines do not fit into the answer` }
  }

  #nextDue(): Date | null {
    return this.#run && isLive(this.#run) ? (this.#run.dueAt ?? this.#run.expiresAt) : null
  }

  *#happen(input: Input): Rehearsed<void> {
    const run = this.#run
    if (run) yield* this.#compute(movedBy(advanceRun(this.#definition.flow, run, input, this.#clock)))
  }

  /** Gives the inputs that need no wait to the engine: simulated answers of servers, and skipped delays. */
  *#settle(): Rehearsed<void> {
    for (let input = this.#atOnce(); input && !this.isSpent; input = this.#atOnce())
      yield* this.#happen(input)
  }

  /** Returns the next input that needs no wait, or null. */
  #atOnce(): Input | null {
    const run = this.#run
    if (run?.waiting === 'call' && run.stepId !== null) {
      const canned = this.#input.webhooks[run.stepId] ?? { status: 200 }
      return { type: 'answer', turn: run.turn, answer: toAnswer(canned) }
    }
    if (run?.waiting !== 'delay' || !run.dueAt || !this.#input.skipDelays) return null
    this.#clock = run.dueAt
    return { type: 'timer', turn: run.turn }
  }

  *#compute(work: Interruptible<Received>): Rehearsed<Received | null> {
    const received = yield work
    if (received?.live) this.#take(received.live)
    if (received?.started) this.#take(received.started)
    this.isSpent = received === null
    return received
  }

  #take({ run, entries }: Advanced): void {
    this.#run = run
    const at = this.#clock.toISOString()
    for (const entry of entries) {
      const line = { ...entry, at }
      this.#bytes += answerBytes(line)
      if (this.#bytes <= MAX_BYTES) this.#lines.push(line)
      else this.#unshown += 1
    }
  }
}

function* movedBy(work: Interruptible<Advanced>): Interruptible<Received> {
  return { live: yield* work, started: null }
}

/** Simulates a conversation. Sends, calls and stores nothing. */
export function* rehearse(
  definition: Definition,
  input: SimulationInput,
  now: Date,
): Rehearsed<SimulationOutcome> {
  const rehearsal = new Rehearsal(definition, input, now)
  for (const [index, message] of input.messages.entries()) {
    const path = `messages.${index}`
    if (rehearsal.isLong) {
      rehearsal.breakOff(path)
      break
    }
    if (typeof message === 'string') yield* rehearsal.write({ text: message }, path)
    else if ('text' in message) yield* rehearsal.write(message, path)
    else yield* rehearsal.pass(message.advanceSeconds)
    if (rehearsal.isSpent) {
      rehearsal.warn(
        path,
        `The simulation stopped in this message. A simulation has at most ${SIMULATION_CPU_MS} ms of CPU`,
      )
      break
    }
  }
  return rehearsal.outcome()
}
