import { countSeconds, wholeSeconds } from './duration.ts'

/** Measures the duration of a sound that is sent unchanged, in whole seconds.
 * @throws UnacceptableMedia unconvertible */
export async function audioInfo(path: string, signal?: AbortSignal): Promise<{ seconds: number }> {
  return { seconds: wholeSeconds(await countSeconds(path, 'audio', signal)) }
}
