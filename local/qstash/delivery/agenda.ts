import type { Clock } from '../../clock.ts'

interface Entry {
  at: number
  /** Order of planning, which decides between entries of the same time. */
  sequence: number
  run: () => void
}

/**
 * Runs functions at their times, with one timer and a heap. A function must itself check whether its work is
 * still needed.
 */
export class Agenda {
  private readonly heap: Entry[] = []
  private readonly clock: Clock
  private sequence = 0
  private callOff: (() => void) | undefined
  private wakesAt = Number.POSITIVE_INFINITY
  private isStopped = false

  constructor(clock: Clock) {
    this.clock = clock
  }

  /** Plans a function for a Unix time in ms. A function for a past time runs after the current work. */
  at(time: number, run: () => void): void {
    this.push({ at: time, sequence: this.sequence++, run })
    if (time < this.wakesAt) this.arm()
  }

  /** Prevents all further runs. */
  stop(): void {
    this.isStopped = true
    this.callOff?.()
  }

  private arm(): void {
    this.callOff?.()
    const first = this.heap[0]
    this.wakesAt = first?.at ?? Number.POSITIVE_INFINITY
    if (!first || this.isStopped) return
    const delayMs = first.at - this.clock.now()
    if (delayMs > 0) this.callOff = this.clock.setTimeout(() => this.runDue(), delayMs)
    else queueMicrotask(() => this.runDue())
  }

  private runDue(): void {
    const now = this.clock.now()
    while (!this.isStopped && this.heap[0] && this.heap[0].at <= now) this.pop()?.run()
    this.arm()
  }

  private push(entry: Entry): void {
    let index = this.heap.length
    this.heap.push(entry)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!this.isBefore(index, parent)) break
      this.swap(index, parent)
      index = parent
    }
  }

  private pop(): Entry | undefined {
    this.swap(0, this.heap.length - 1)
    const entry = this.heap.pop()
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const least = this.isBefore(left + 1, left) ? left + 1 : left
      if (!this.isBefore(least, index)) return entry
      this.swap(least, index)
      index = least
    }
  }

  private isBefore(index: number, other: number): boolean {
    const a = this.heap[index]
    const b = this.heap[other]
    if (!a || !b) return false
    return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
  }

  private swap(index: number, other: number): void {
    const a = this.heap[index]
    const b = this.heap[other]
    if (!a || !b) return
    this.heap[index] = b
    this.heap[other] = a
  }
}
