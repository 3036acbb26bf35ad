/** Runs a limited number of ids at once. Further ids wait in order. */
export class Slots {
  private readonly waiting = new Set<string>()
  private taken = 0
  private readonly size: number
  private readonly run: (id: string) => void

  /**
   * Creates the slots.
   * @param size the number of ids that may run at once
   * @param run starts an id; `leave` must follow each run
   */
  constructor(size: number, run: (id: string) => void) {
    this.size = size
    this.run = run
  }

  enter(id: string): void {
    this.waiting.add(id)
    this.fill()
  }

  leave(): void {
    this.taken -= 1
    this.fill()
  }

  private fill(): void {
    for (const id of this.waiting) {
      if (this.taken >= this.size) return
      this.waiting.delete(id)
      this.taken += 1
      this.run(id)
    }
  }
}
