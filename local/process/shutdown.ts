/** What has to be stopped, in the opposite order of its start. */
export class Shutdown {
  readonly #steps: (() => unknown)[] = []

  add(step: () => unknown): void {
    this.#steps.push(step)
  }

  /** Stops everything; a second call finds nothing left to do. */
  readonly run = async (): Promise<void> => {
    for (const step of this.#steps.splice(0).reverse()) await step()
  }
}
