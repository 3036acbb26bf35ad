/** A field of a protobuf message whose schema is unknown. */
export interface WireField {
  number: number
  /** The bytes of a field with a length, and undefined for a number. */
  bytes: Uint8Array | undefined
}

const VARINT = 0
const FIXED64 = 1
const LENGTH = 2
const FIXED32 = 5
const MAX_VARINT_BYTES = 10

/** Splits a protobuf message into its fields. Returns null for bytes that are no protobuf message. */
export function readFields(bytes: Uint8Array): WireField[] | null {
  const fields: WireField[] = []
  const cursor = new Cursor(bytes)
  while (!cursor.isAtEnd) {
    const tag = cursor.varint()
    if (tag === null || tag < 8) return null
    const number = Math.floor(tag / 8)
    const content = cursor.content(tag % 8)
    if (content === null) return null
    fields.push({ number, bytes: content })
  }
  return fields
}

/** Returns the bytes of the last field with a number, or null. */
export function lastField(bytes: Uint8Array, number: number): Uint8Array | null {
  return readFields(bytes)?.findLast((field) => field.number === number && field.bytes)?.bytes ?? null
}

class Cursor {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** Returns a number, or null if no number stands here. A number above 53 bits loses its lowest bits. */
  varint(): number | null {
    let value = 0
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) return null
      value += (byte & 0x7f) * 2 ** (7 * index)
      if (byte < 0x80) return value
    }
    return null
  }

  /** Returns the bytes of a field, undefined for a number, or null if the field ends behind the message. */
  content(wireType: number): Uint8Array | undefined | null {
    switch (wireType) {
      case VARINT:
        return this.varint() === null ? null : undefined
      case FIXED64:
        return this.#take(8) && undefined
      case FIXED32:
        return this.#take(4) && undefined
      case LENGTH: {
        const length = this.varint()
        return length === null ? null : this.#take(length)
      }
      default:
        return null
    }
  }

  #take(length: number): Uint8Array | null {
    const end = this.#at + length
    if (end > this.#bytes.length) return null
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}
