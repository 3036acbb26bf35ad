import { wholeSeconds } from './duration.ts'
import { inputArgs, runFfmpeg } from './ffmpeg.ts'
import { WaveformMeter } from './waveform.ts'

export interface VoiceNote {
  /** Whole seconds, at least 1. */
  seconds: number
  /** 64 bars of 0-100, as phones draw them. */
  waveform: Uint8Array
}

/** Sample rate of the PCM for the waveform, in Hz. */
const PCM_RATE = 8_000

/** CPU limit. A native ffmpeg encodes an hour of sound in 50 s of CPU time, and the WebAssembly build in 90 s. */
const CPU_SECONDS = 120
const TIMEOUT_MS = 300_000

/** The format that phones record, and that their player shows as a voice note. */
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
 * Converts a sound, or the first sound track of a video, to a voice note at `outputPath`: OGG/Opus, mono, 48 kHz.
 * @throws UnacceptableMedia unconvertible; the output may then be incomplete
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
