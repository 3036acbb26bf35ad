/** Number of bars that phones draw. */
const BARS = 64

/** Resolution: one value of loudness for each 50 ms. An hour needs 72,000 numbers. */
const SLICES_PER_SECOND = 20

const FULL_LOUDNESS = 100

/** Measures the loudness of a stream of 16-bit mono PCM. The length is unknown until the end. */
export class WaveformMeter {
  readonly #rate: number
  readonly #slices: number[] = []
  #sum = 0
  #inSlice = 0
  #samples = 0
  /** First byte of a sample that the previous chunk has split. */
  #left = Buffer.alloc(0)

  constructor(rate: number) {
    this.#rate = rate
  }

  get seconds(): number {
    return this.#samples / this.#rate
  }

  add(chunk: Buffer): void {
    const pcm = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk])
    const end = pcm.length - (pcm.length % 2)
    for (let at = 0; at < end; at += 2) this.#addSample(pcm.readInt16LE(at))
    this.#left = Buffer.from(pcm.subarray(end))
  }

  /** Returns 64 bars of 0-100. The loudest bar is 100, and silence is all 0. */
  waveform(): Uint8Array {
    const slices = this.#inSlice === 0 ? this.#slices : [...this.#slices, this.#sum / this.#inSlice]
    const bars = Array.from({ length: BARS }, (_, bar) => averageOfBar(slices, bar))
    const loudest = Math.max(...bars, 1)
    return Uint8Array.from(bars, (loudness) => Math.round((loudness / loudest) * FULL_LOUDNESS))
  }

  #addSample(sample: number): void {
    this.#samples++
    this.#sum += Math.abs(sample)
    if (++this.#inSlice < this.#rate / SLICES_PER_SECOND) return
    this.#slices.push(this.#sum / this.#inSlice)
    this.#sum = 0
    this.#inSlice = 0
  }
}

/** Returns the average loudness of a bar. In a short sound, several bars share a slice. */
function averageOfBar(slices: readonly number[], bar: number): number {
  const from = Math.floor((bar * slices.length) / BARS)
  const to = Math.max(from + 1, Math.floor(((bar + 1) * slices.length) / BARS))
  const part = slices.slice(from, to)
  return part.reduce((sum, loudness) => sum + loudness, 0) / Math.max(part.length, 1)
}
