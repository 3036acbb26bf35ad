import { answerBytes } from '#shared/pagination.ts'
import { type Advanced, advance, type Input, isLive, type Run, receive } from '../engine/index.ts'
import type { Definition } from '../flows/index.ts'
import type { Line } from '../transcript.ts'
import { type Simulation, type SimulationInput, toAnswer } from './input.ts'

type Outcome = Omit<Simulation, 'faults'>
type Reply = { text: string; buttonId?: string | undefined }

/** Of a transcript, which is answered whole. The longest conversation has fewer. */
const MAX_LINES = 5_000
/** Bytes of a transcript in the answer; the variables of a conversation have up to 3 MB beside it. */
const MAX_BYTES = 2_500_000

/** A chat that there is nobody in: the engine of production, whose effects nobody performs. */
class Rehearsal {
  readonly #definition: Definition
  readonly #input: SimulationInput
  readonly #lines: Line[] = []
  readonly #warnings: Simulation['warnings'] = []
  #clock: Date
  #run: Run | null = null
  #bytes = 0
  #unshown = 0

  constructor(definition: Definition, input: SimulationInput, now: Date) {
    this.#definition = definition
    this.#input = input
    this.#clock = input.startAt === undefined ? now : new Date(input.startAt)
  }

  /** Somebody writes. */
  write(reply: Reply, path: string): void {
    const live = this.#run && isLive(this.#run) ? { flow: this.#definition.flow, run: this.#run } : null
    const { contact, isGroup, isFirstContact } = this.#input
    const incoming = { reply, contact, isGroup, isFirst: isFirstContact && this.#run === null }
    const done = receive({ live, published: this.#definition }, incoming, this.#clock)
    if (done.live) this.#take(done.live)
    if (done.started) this.#take(done.started)
    if (!done.started && !live) this.#warnings.push({ path, message: 'It began no conversation' })
    this.#settle()
  }

  /** Time passes, and what is due in it happens. */
  pass(seconds: number): void {
    const until = new Date(this.#clock.getTime() + seconds * 1000)
    for (let due = this.#nextDue(); due && due <= until && !this.isLong; due = this.#nextDue()) {
      this.#clock = due
      this.#happen(this.#run?.dueAt ? { type: 'timer', turn: this.#run.turn } : { type: 'expire' })
    }
    this.#clock = until
  }

  /** Nobody reads more of it, and no answer holds more. */
  get isLong(): boolean {
    return this.#lines.length >= MAX_LINES || this.#bytes > MAX_BYTES
  }

  breakOff(path: string): void {
    const message = `Not played: the transcript has ${this.#lines.length} lines already, and an answer holds no more`
    this.#warnings.push({ path, message })
  }

  outcome(): Outcome {
    const run = this.#run
    const path = this.#lines.flatMap((line) =>
      line.kind === 'step' ? [{ stepId: line.stepId, outlet: line.outlet }] : [],
    )
    return {
      triggered: run !== null,
      status: run?.status ?? null,
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

  #happen(input: Input): void {
    if (!this.#run) return
    this.#take(advance(this.#definition.flow, this.#run, input, this.#clock))
    this.#settle()
  }

  /** What takes no time here: servers answer as they were told to, and delays pass, if they are to. */
  #settle(): void {
    const run = this.#run
    if (run?.waiting === 'call' && run.stepId !== null) {
      const canned = this.#input.webhooks[run.stepId] ?? { status: 200 }
      this.#happen({ type: 'answer', turn: run.turn, answer: toAnswer(canned) })
    } else if (run?.waiting === 'delay' && run.dueAt && this.#input.skipDelays) {
      this.#clock = run.dueAt
      this.#happen({ type: 'timer', turn: run.turn })
    }
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

/** Plays a conversation through; nothing is sent, called or stored. */
export function simulate(definition: Definition, input: SimulationInput, now: Date): Outcome {
  const rehearsal = new Rehearsal(definition, input, now)
  for (const [index, message] of input.messages.entries()) {
    if (rehearsal.isLong) {
      rehearsal.breakOff(`messages.${index}`)
      break
    }
    if (typeof message === 'string') rehearsal.write({ text: message }, `messages.${index}`)
    else if ('text' in message) rehearsal.write(message, `messages.${index}`)
    else rehearsal.pass(message.advanceSeconds)
  }
  return rehearsal.outcome()
}
