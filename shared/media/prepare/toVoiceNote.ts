import { wholeSeconds } from './duration.ts'
import { inputArgs, runFfmpeg } from './ffmpeg.ts'
import { WaveformMeter } from './waveform.ts'

export interface VoiceNote {
  /** Whole seconds, at least 1. */
  seconds: number
  /** 64 bars of 0-100, as the phones draw them. */
  waveform: Uint8Array
}

/** The rate of the sound that the waveform is drawn from. */
const PCM_RATE = 8_000

/** A native ffmpeg encodes an hour in 50 s of CPU, and the WebAssembly build in 90 s. */
const CPU_SECONDS = 120
const TIMEOUT_MS = 300_000

/** What phones record, and what their player draws as a voice note. */
const OPUS = [
  '-ac',
  '1',
  '-ar',
  '48000',
  '-c:a',
  'libopus',
  '-b:a',
  '32k',
  '-application',
  'voip',
  '-f',
  'ogg',
]

/**
 * Converts any sound (the first one of a video, too) to a voice note, OGG/Opus mono 48 kHz at `outputPath`.
 * @throws UnacceptableMedia unconvertible; then the output may be half-written
 */
export async function toVoiceNote(
  inputPath: string,
  outputPath: string,
  signal?: AbortSignal,
): Promise<VoiceNote> {
  const meter = new WaveformMeter(PCM_RATE)
  const sound = ['-map', '0:a:0', '-vn', '-map_metadata', '-1']
  await runFfmpeg({
    what: 'audio',
    cpuSeconds: CPU_SECONDS,
    timeoutMs: TIMEOUT_MS,
    signal,
    args: [
      ...inputArgs(inputPath),
      ...[...sound, ...OPUS, `file:${outputPath}`],
      ...[...sound, '-ac', '1', '-ar', String(PCM_RATE), '-f', 's16le', 'pipe:1'],
    ],
    onOutput: (chunk) => meter.add(chunk),
  })
  return { seconds: wholeSeconds(meter.seconds), waveform: meter.waveform() }
}
