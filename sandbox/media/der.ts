/** The few ASN.1 types that a certificate consists of, in their distinguished encoding (DER). */

/** Tag, length, value; the value is the parts in a row. */
export function tlv(tag: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes])
}

export const sequence = (...parts: Uint8Array[]) => tlv(0x30, ...parts)
export const set = (...parts: Uint8Array[]) => tlv(0x31, ...parts)
export const octets = (bytes: Uint8Array) => tlv(0x04, bytes)
export const utf8 = (text: string) => tlv(0x0c, Buffer.from(text))
export const yes = tlv(0x01, Buffer.from([0xff]))

/** A tag of the structure around it: `[n]`, explicit or (for whole values) constructed. */
export const tagged = (number: number, ...parts: Uint8Array[]) => tlv(0xa0 | number, ...parts)

/** A non-negative integer, big-endian; a set top bit would make it negative. */
export function integer(bytes: Uint8Array): Buffer {
  const isNegative = ((bytes[0] ?? 0) & 0x80) !== 0
  return tlv(0x02, Buffer.from(isNegative ? [0] : []), bytes)
}

/** Bits in whole bytes, of which the last `unused` do not count. */
export function bits(bytes: Uint8Array, unused = 0): Buffer {
  return tlv(0x03, Buffer.from([unused]), bytes)
}

/** An object identifier, from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let left = value >>> 7; left > 0; left >>>= 7) bytes.unshift(0x80 | (left & 0x7f))
  return bytes
}

/** A moment as UTCTime, which certificates use for years before 2050. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '')
  return tlv(0x17, Buffer.from(`${digits.slice(2, 14)}Z`))
}
