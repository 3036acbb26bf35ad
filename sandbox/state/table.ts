/** Receives each change. `undefined` means that the row is deleted. */
export type OnChange = (table: string, scope: string, id: string, value: unknown) => void

/**
 * The rows of one scope (an account, a device): a map that records its changes. The order is the order of
 * first insertion.
 */
export class Rows<T> {
  private readonly map = new Map<string, T>()
  private readonly record: (id: string, value: T | undefined) => void

  constructor(record: (id: string, value: T | undefined) => void) {
    this.record = record
  }

  get(id: string): T | undefined {
    return this.map.get(id)
  }

  /** Stores a value. A value that was changed in place must be set again, because only `set` records the change. */
  set(id: string, value: T): void {
    this.map.set(id, value)
    this.record(id, value)
  }

  delete(id: string): void {
    if (this.map.delete(id)) this.record(id, undefined)
  }

  clear(): void {
    for (const id of [...this.map.keys()]) this.delete(id)
  }

  /** Returns the rows without a copy. Do not continue the iteration after a change. */
  entries(): Iterable<[string, T]> {
    return this.map.entries()
  }

  values(): T[] {
    return [...this.map.values()]
  }

  /** Restores a row that the journal already holds. */
  restore(id: string, value: T | undefined): void {
    if (value === undefined) this.map.delete(id)
    else this.map.set(id, value)
  }
}

/** A named kind of row. Scopes divide a table, so that a scan reads no rows of others. */
export class Table<T> {
  private readonly rows = new Map<string, Rows<T>>()
  readonly name: string
  private readonly onChange: OnChange

  constructor(name: string, onChange: OnChange) {
    this.name = name
    this.onChange = onChange
  }

  /** Returns the rows of one scope, which may be empty. */
  in(scope: string): Rows<T> {
    let rows = this.rows.get(scope)
    if (!rows) {
      rows = new Rows<T>((id, value) => this.onChange(this.name, scope, id, value))
      this.rows.set(scope, rows)
    }
    return rows
  }

  scopes(): [string, Rows<T>][] {
    return [...this.rows.entries()]
  }
}
