import { SessionRecord } from 'libsignal'

/** Records of one socket, of 3 kB each. The record that was used longest ago makes room for a new record. */
const MAX_RECORDS = 100

/**
 * Deserialised Signal sessions by address. A record belongs to one stored value and is valid only while the key store returns that
 * value. A write that fails, and a write by other code, thus drop the record.
 */
export class LiveRecords {
  readonly #live = new Map<string, { record: SessionRecord; stored: unknown }>()

  get size(): number {
    return this.#live.size
  }

  /**
   * Removes the record of an address and returns it, or deserialises the stored value. The caller changes the record, and adds it
   * again with the value that it becomes. Returns undefined for a value that libsignal cannot read.
   */
  take(address: string, stored: unknown): SessionRecord | undefined {
    const entry = this.#live.get(address)
    this.#live.delete(address)
    return entry?.stored === stored ? entry?.record : deserialised(stored)
  }

  /** Returns the record of an address, which the caller does not change. */
  peek(address: string, stored: unknown): SessionRecord | undefined {
    const record = this.take(address, stored)
    if (record) this.add(address, record, stored)
    return record
  }

  /** @param stored the value that the record was serialised to, or deserialised from */
  add(address: string, record: SessionRecord, stored: unknown): void {
    this.#live.delete(address)
    this.#live.set(address, { record, stored })
    if (this.#live.size <= MAX_RECORDS) return
    const [oldest] = this.#live.keys()
    if (oldest !== undefined) this.#live.delete(oldest)
  }
}

function deserialised(stored: unknown): SessionRecord | undefined {
  try {
    return SessionRecord.deserialize(stored as Uint8Array)
  } catch {
    // Like Baileys: a new session replaces the unreadable one.
    return undefined
  }
}
