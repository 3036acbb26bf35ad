import type { Clock } from './clock.ts'

const START = Date.parse('2026-01-01T00:00:00Z')

/** A clock that moves only on `advance`. */
export class TestClock implements Clock {
  private time = START
  private readonly timers = new Map<() => void, number>()

  now(): number {
    return this.time
  }

  setTimeout(run: () => void, delayMs: number): () => void {
    const timer = () => run()
    this.timers.set(timer, this.time + delayMs)
    return () => this.timers.delete(timer)
  }

  /** Moves the clock forward, and runs each timer at its time. */
  advance(ms: number): void {
    const end = this.time + ms
    for (;;) {
      const next = [...this.timers].filter(([, at]) => at <= end).sort(([, a], [, b]) => a - b)[0]
      if (!next) break
      this.timers.delete(next[0])
      this.time = Math.max(this.time, next[1])
      next[0]()
    }
    this.time = end
  }
}
