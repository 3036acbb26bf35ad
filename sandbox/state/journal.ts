import { type FileHandle, open, readFile, rename } from 'node:fs/promises'

const COMPACT_ABOVE_BYTES = 16 * 1024 * 1024
const COMPACT_GROWTH = 4

/**
 * An append-only file of records, one JSON line each, with group commit: whatever is appended while one write
 * runs goes out together in the next. Rewritten (tmp + rename) at start and when it has grown to four times
 * its last snapshot. Only its user may read it: it holds keys. A line torn by a kill can only be the last one, and its write was never confirmed.
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

  /** `snapshot` yields the lines that rebuild the whole state. */
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

  /** Settles when everything appended so far is in the file, where kill -9 cannot reach it. Rejects when the write failed. */
  flushed(): Promise<void> {
    return this.next ?? this.current ?? Promise.resolve()
  }

  /** Writes what is left; later lines are dropped. */
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
      // Its lines are lost to the file but not to the state: the next write begins with a snapshot.
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

  /** The state in memory already holds the pending lines, so the snapshot replaces them as well. */
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

/** A failed write is reported to those who wait for it (`flushed`), not to the chain behind it. */
const ignore = () => undefined

/** The complete lines of a journal file; none when there is no file. */
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
