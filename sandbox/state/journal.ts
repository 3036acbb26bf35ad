import { type FileHandle, open, readFile, rename } from 'node:fs/promises'

const COMPACT_ABOVE_BYTES = 16 * 1024 * 1024
const COMPACT_GROWTH = 4

/**
 * An append-only file of records, with one JSON line for each record. Lines that are appended during a write
 * share the next write.
 *
 * The file is rewritten (temporary file, then rename) at the start, and at four times the size of its last
 * snapshot. Only its user may read the file, because it holds keys. A kill can leave only the last line
 * incomplete, and the write of that line was never confirmed.
 */
export class Journal {
  private pending: string[] = []
  private next: Promise<void> | undefined
  private current: Promise<void> | undefined
  private file: FileHandle | undefined
  private bytes = 0
  private snapshotBytes = 0
  private isClosed = false
  private readonly path: string
  private readonly snapshot: () => Iterable<string>

  /**
   * Opens no file yet.
   * @param snapshot yields the lines that rebuild the whole state
   */
  constructor(path: string, snapshot: () => Iterable<string>) {
    this.path = path
    this.snapshot = snapshot
  }

  /** Queues a line (without its newline) for the next write. */
  append(line: string): void {
    if (this.isClosed) return
    this.pending.push(line)
    if (this.next) return
    const next = (this.current ?? Promise.resolve()).catch(ignore).then(() => this.write())
    next.catch(ignore)
    this.next = next
  }

  /**
   * Waits until all appended lines are in the file, where `kill -9` cannot reach them.
   * @throws if the write failed
   */
  flushed(): Promise<void> {
    return this.next ?? this.current ?? Promise.resolve()
  }

  /** Writes the queued lines. Later lines are dropped. */
  async close(): Promise<void> {
    this.isClosed = true
    await this.flushed()
    await this.file?.close()
    this.file = undefined
  }

  private async write(): Promise<void> {
    const lines = this.pending
    this.pending = []
    this.current = this.next
    this.next = undefined
    try {
      await (this.isDue() ? this.compact() : this.extend(lines))
    } catch (error) {
      // The file lacks these lines, but the state has them: the next write begins with a snapshot.
      await this.file?.close().catch(ignore)
      this.file = undefined
      throw error
    }
  }

  private isDue(): boolean {
    return (
      this.file === undefined ||
      this.bytes > Math.max(COMPACT_ABOVE_BYTES, this.snapshotBytes * COMPACT_GROWTH)
    )
  }

  private async extend(lines: string[]): Promise<void> {
    const text = `${lines.join('\n')}\n`
    await this.file?.appendFile(text)
    this.bytes += Buffer.byteLength(text)
  }

  /** Writes a snapshot. The snapshot includes the queued lines, because the state in memory already has them. */
  private async compact(): Promise<void> {
    const text = `${[...this.snapshot()].join('\n')}\n`
    const tmp = `${this.path}.tmp`
    const file = await open(tmp, 'w', 0o600)
    await file.writeFile(text)
    await rename(tmp, this.path)
    await this.file?.close()
    this.file = file
    this.bytes = Buffer.byteLength(text)
    this.snapshotBytes = this.bytes
  }
}

/** Ignores a failed write, because `flushed` reports the failure to its callers. */
const ignore = () => undefined

/** Returns the complete lines of a journal file, or no lines if the file does not exist. */
export async function readJournal(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
}
