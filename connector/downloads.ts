import { LARGE_FILE_BYTES } from '#shared/media/index.ts'
import { FairQueue, type WorkOptions } from './fairQueue.ts'

/** Each download holds a part of 5 MB for the store. */
const SMALL_SLOTS = 24
const LARGE_SLOTS = 6

/**
 * Limits the downloads of all sessions, because they share the memory and the bandwidth of the connector. Large files have slots
 * of their own, so that small files do not wait for them.
 */
export class Downloads {
  readonly #small = new FairQueue(SMALL_SLOTS)
  readonly #large = new FairQueue(LARGE_SLOTS)

  /**
   * Runs a download in its turn.
   * @param isLarge as `isLargeFile` says
   * @throws WorkAborted if the lease ends first, or the error of the download
   */
  async run<T>(isLarge: boolean, options: WorkOptions, download: () => Promise<T>): Promise<T> {
    return await (isLarge ? this.#large : this.#small).run(options, download)
  }
}

/** Returns true for a file that needs a slot for large files. */
export function isLargeFile(size: number | null): boolean {
  return size !== null && size > LARGE_FILE_BYTES
}
