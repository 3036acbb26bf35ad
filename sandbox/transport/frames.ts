const INTRO = Buffer.from('WA')
const ROUTING = Buffer.from('ED')
const INTRO_BYTES = 4
const ROUTING_HEADER_BYTES = 7

/** Prefixes a payload with its length in three big-endian bytes. Both directions use this framing. */
export function encodeFrame(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(payload.length + 3)
  frame.writeUIntBE(payload.length, 0, 3)
  frame.set(payload, 3)
  return frame
}

/**
 * Splits a client's byte stream into frames. Before its first frame a client sends `WA`, a 6 and its
 * dictionary version. A client that has received edge routing from the server first sends `ED 00 01` with the
 * routing bytes.
 */
export class FrameReader {
  private buffer = Buffer.alloc(0)
  /** The four bytes of the intro, which are part of the Noise prologue. Undefined until they have arrived. */
  intro: Buffer | undefined

  /**
   * Adds the bytes of one WebSocket message.
   * @returns the frames that are now complete
   * @throws if the stream does not begin with WhatsApp's intro
   */
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
    if (!this.buffer.subarray(0, 2).equals(INTRO))
      throw new Error('The client does not begin with the intro of WhatsApp.')
    this.intro = this.buffer.subarray(0, INTRO_BYTES)
    this.buffer = this.buffer.subarray(INTRO_BYTES)
    return true
  }
}
