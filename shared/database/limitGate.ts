import { LimitsMissing } from './roleLimits.ts'

/**
 * Delays all writes of a process until one check of the role's time-outs has passed. Reads do not wait. The first request of a process
 * therefore has no additional round trip, because its first statement reads the API key.
 */
export class LimitGate {
  readonly #check: () => Promise<void>
  #checking: Promise<void> | undefined
  #refusal: LimitsMissing | undefined
  #isOpen = false

  /** @param check throws LimitsMissing if the time-outs are missing or too long, and another error if the check could not be made */
  constructor(check: () => Promise<void>) {
    this.#check = check
  }

  /** True if the check has passed, so that statements no longer wait. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Waits for the check. The next caller repeats a check that could not be made.
   * @throws LimitsMissing if the check failed; another error if the check could not be made */
  async pass(): Promise<void> {
    if (this.#isOpen) return
    this.#checking ??= this.#run()
    await this.#checking
  }

  /** Starts the check without waiting.
   * @throws LimitsMissing if an earlier check failed */
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
