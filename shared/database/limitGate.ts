import { LimitsMissing } from './roleLimits.ts'

/**
 * Holds back all writes of a process until a check of its time-outs has passed, once. Reads do not wait, so that the first request of a
 * process pays no further round trip: its first statement, which finds the API key, is a read.
 */
export class LimitGate {
  readonly #check: () => Promise<void>
  #checking: Promise<void> | undefined
  #refusal: LimitsMissing | undefined
  #isOpen = false

  /** @param check throws LimitsMissing if the time-outs do not suffice, and anything else if it could not be made */
  constructor(check: () => Promise<void>) {
    this.#check = check
  }

  /** Whether the check has passed: nothing is held back any more. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Waits for the check. A check that could not be made is made again by the next caller.
   * @throws LimitsMissing, and what keeps the check from being made */
  async pass(): Promise<void> {
    if (this.#isOpen) return
    this.#checking ??= this.#run()
    await this.#checking
  }

  /** Begins the check, and does not wait for it.
   * @throws LimitsMissing if it failed before */
  passRead(): void {
    if (this.#refusal) throw this.#refusal
    this.pass().catch(() => undefined)
  }

  async #run(): Promise<void> {
    try {
      await this.#check()
      this.#isOpen = true
    } catch (error) {
      if (error instanceof LimitsMissing) this.#refusal = error
      else this.#checking = undefined
      throw error
    }
  }
}
