/** The log of a queue, which names the cause of each refused batch. The callers only learn which items were refused. */
export interface RefusalLog {
  error(facts: object, event: string): void
}
