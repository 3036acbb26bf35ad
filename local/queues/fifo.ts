/** The number of taken items below which a clean-up is not worth its cost. */
const WORTH_CLEARING = 64

/** A first-in, first-out list. The cost of a step does not depend on the length of the list. */
export class Fifo<T> {
  #items: T[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: T): void {
    this.#items.push(item)
  }

  shift(): T | undefined {
    const item = this.#items[this.#head]
    if (this.length > 0) this.#head += 1
    if (this.#head > WORTH_CLEARING && this.#head > this.length) {
      this.#items = this.#items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.slice(this.#head).values()
  }
}
