const INTRO = Buffer.from('WA')
const ROUTING = Buffer.from('ED')
const INTRO_BYTES = 4
const ROUTING_HEADER_BYTES = 7

/** Prefixes a payload with its length in three bytes, big-endian: the framing of both directions. */
export function encodeFrame(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(payload.length + 3)
  frame.writeUIntBE(payload.length, 0, 3)
  frame.set(payload, 3)
  return frame
}

/**
 * Splits a client's byte stream into frames. Before its first frame a client sends `WA`, a 6 and its dictionary
 * version, and before that, if the server once sent it edge routing, `ED 00 01` with the routing bytes.
 */
export class FrameReader {
  private buffer = Buffer.alloc(0)
  /** The four intro bytes, part of the Noise prologue; undefined until they have arrived. */
  intro: Buffer | undefined

  /** Takes the bytes of one WebSocket message and returns the frames that are now complete. Throws on a foreign intro. */
  push(bytes: Uint8Array): Buffer[] {
    this.buffer = Buffer.concat([this.buffer, bytes])
    if (!this.intro && !this.takeIntro()) return []
    const frames: Buffer[] = []
    while (this.buffer.length >= 3) {
      const size = this.buffer.readUIntBE(0, 3)
      if (this.buffer.length < size + 3) break
      frames.push(this.buffer.subarray(3, size + 3))
      this.buffer = this.buffer.subarray(size + 3)
    }
    return frames
  }

  private takeIntro(): boolean {
    if (this.buffer.subarray(0, 2).equals(ROUTING)) {
      if (this.buffer.length < ROUTING_HEADER_BYTES) return false
      const end = ROUTING_HEADER_BYTES + this.buffer.readUIntBE(4, 3)
      if (this.buffer.length < end) return false
      this.buffer = this.buffer.subarray(end)
    }
    if (this.buffer.length < INTRO_BYTES) return false
    if (!this.buffer.subarray(0, 2).equals(INTRO)) throw new Error('not a WhatsApp client')
    this.intro = this.buffer.subarray(0, INTRO_BYTES)
    this.buffer = this.buffer.subarray(INTRO_BYTES)
    return true
  }
}
