/** The steps of a stop, which run in the reverse order of their start. */
export class Shutdown {
  readonly #steps: (() => unknown)[] = []

  add(step: () => unknown): void {
    this.#steps.push(step)
  }

  /** Runs all steps. A second call does nothing. */
  readonly run = async (): Promise<void> => {
    for (const step of this.#steps.splice(0).reverse()) await step()
  }
}
