import { countSeconds, wholeSeconds } from './duration.ts'

/** The length of a sound that is sent as it is, in whole seconds.
 * @throws UnacceptableMedia unconvertible */
export async function audioInfo(path: string, signal?: AbortSignal): Promise<{ seconds: number }> {
  return { seconds: wholeSeconds(await countSeconds(path, 'audio', signal)) }
}
