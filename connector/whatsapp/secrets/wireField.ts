const VARINT = 0
const BYTES = 2
/** Sizes of the values of the wire types for 64 and 32 bits. */
const FIXED_BYTES: Readonly<Record<number, number>> = { 1: 8, 5: 4 }

/**
 * Returns the last value of a field of bytes in an encoded protobuf message, or null. Baileys' decoder drops fields that its version
 * does not know.
 */
export function wireField(encoded: Uint8Array, field: number): Uint8Array | null {
  let found: Uint8Array | null = null
  for (let at = 0; at < encoded.byteLength; ) {
    const tag = varint(encoded, at)
    const value = valueAt(encoded, tag.end, tag.value & 7)
    if (!value || value.end > encoded.byteLength) return null
    if (tag.value >>> 3 === field && value.isBytes) found = encoded.subarray(value.start, value.end)
    at = value.end
  }
  return found
}

/** Returns the place of a value, or null for an unknown wire type. */
function valueAt(encoded: Uint8Array, start: number, wire: number) {
  const fixed = FIXED_BYTES[wire]
  if (fixed !== undefined) return { start, end: start + fixed, isBytes: false }
  const number = varint(encoded, start)
  if (wire === VARINT) return { start, end: number.end, isBytes: false }
  return wire === BYTES ? { start: number.end, end: number.end + number.value, isBytes: true } : null
}

/** Reads a varint. Higher bits than 32 are lost: no tag and no length has them. */
function varint(encoded: Uint8Array, start: number): { value: number; end: number } {
  let value = 0
  for (let at = start, shift = 0; at < encoded.byteLength; at++, shift += 7) {
    const byte = encoded[at] ?? 0
    if (shift < 32) value |= (byte & 0x7f) << shift
    if (byte < 0x80) return { value: value >>> 0, end: at + 1 }
  }
  return { value: 0, end: encoded.byteLength }
}
