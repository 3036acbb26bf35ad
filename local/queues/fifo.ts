/** Below it, what has been taken costs too little to be cleared away. */
const WORTH_CLEARING = 64

/** First in, first out; a step costs the same however many wait. */
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
