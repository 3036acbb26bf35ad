/** So many bars do the phones draw. */
const BARS = 64

/** One loudness for each 50 ms: an hour is 72,000 numbers, whatever its PCM weighs. */
const SLICES_PER_SECOND = 20

const FULL_LOUDNESS = 100

/** Measures loudness of 16-bit mono PCM as it streams by, of a length that shows only at its end. */
export class WaveformMeter {
  readonly #rate: number
  readonly #slices: number[] = []
  #sum = 0
  #inSlice = 0
  #samples = 0
  /** A chunk may end within a sample. */
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

  /** 64 bars of 0-100, the loudest 100; all 0 for silence. */
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

/** A short sound has fewer slices than bars: then bars share a slice. */
function averageOfBar(slices: readonly number[], bar: number): number {
  const from = Math.floor((bar * slices.length) / BARS)
  const to = Math.max(from + 1, Math.floor(((bar + 1) * slices.length) / BARS))
  const part = slices.slice(from, to)
  return part.reduce((sum, loudness) => sum + loudness, 0) / Math.max(part.length, 1)
}
