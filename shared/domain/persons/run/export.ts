import { and, eq, sql } from 'drizzle-orm'
import type { WalkPlace } from '#shared/contracts/persons.ts'
import { personRequestFiles, personRequests, type Transaction } from '#shared/database/index.ts'
import { runBatch } from '../../batches/index.ts'
import { newExportKey } from '../exportKey.ts'
import { type FileReference, type Line, SECTIONS } from '../sections/index.ts'
import type { PersonRequestRow } from '../view.ts'
import type { ActiveRequest, RunContext, Taken } from './active.ts'
import { completeWithin } from './internal/completeWithin.ts'
import { abandonFile, announceFile, takeFileOverWithin } from './internal/exportFiles.ts'
import { advanceWithin, locateWithin } from './internal/locateWithin.ts'
import { resolveWithin } from './internal/resolveWithin.ts'

const NDJSON = 'application/x-ndjson'

interface Read {
  looked: number
  lines: Line[]
  files: FileReference[]
  records: number
  place: WalkPlace
}

/**
 * Exports a person into data files. The batches only read. A file, and the place after the file, are stored together, so that a run
 * after a killed run writes the same records again. Of overlapping runs, one stores its file, and the others abandon theirs.
 */
export class ActiveExport implements ActiveRequest {
  readonly #ctx: RunContext
  readonly #id: string
  readonly #partBytes: number
  #row: PersonRequestRow | undefined
  #chunks: Buffer[] = []
  #bytes = 0
  #records = 0
  #files: FileReference[] = []
  #place: WalkPlace | undefined

  /** @param partBytes size at which a data file is stored, in bytes; a file exceeds the size by one batch at most */
  constructor(ctx: RunContext, id: string, partBytes: number) {
    this.#ctx = ctx
    this.#id = id
    this.#partBytes = partBytes
  }

  async take(rows: number): Promise<Taken> {
    const read = await runBatch({ ctx: this.#ctx, input: { batch: (tx) => this.#read(tx, rows) } })
    if (!read) {
      await this.#store(true)
      return { looked: 0, is: 'complete' }
    }
    // The buffer changes after the transaction, which may fail and repeat.
    this.#keep(read)
    if (this.#bytes >= this.#partBytes) await this.#store(false)
    return { looked: read.looked, is: 'unfinished' }
  }

  async close(): Promise<void> {
    await this.#store(false)
  }

  /** Reads the next batch. Returns null after the last batch. */
  async #read(tx: Transaction, most: number): Promise<Read | null> {
    const row = await this.#load(tx)
    if (!row) return null
    const person = await resolveWithin(tx, row)
    // A repeated batch begins at the place of the last complete batch.
    const from = this.#place ?? row.place
    const located = await locateWithin(tx, SECTIONS.export, row.appId, from)
    if (!located) return null
    const walk = {
      ctx: this.#ctx,
      requestId: row.id,
      appId: row.appId,
      sessionId: located.place.session ?? '',
      person,
      before: row.createdAt,
      campaignsBefore: row.createdAt,
    }
    const batch = await located.section.read(tx, walk, located.place.after, most)
    const head = row.parts === 0 && !this.#place ? [headOf(row, person.jids)] : []
    return {
      looked: batch.looked,
      lines: [...head, ...(await batch.lines())],
      files: batch.files(),
      records: batch.found,
      place: await advanceWithin(tx, row.appId, located, batch, most),
    }
  }

  async #load(tx: Transaction): Promise<PersonRequestRow | undefined> {
    if (!this.#row) {
      const isRunning = and(eq(personRequests.id, this.#id), eq(personRequests.status, 'running'))
      ;[this.#row] = await tx.select().from(personRequests).where(isRunning)
    }
    return this.#row
  }

  #keep({ lines, files, records, place }: Read): void {
    this.#files.push(...files)
    this.#records += records
    this.#place = place
    if (lines.length === 0) return
    const chunk = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    this.#chunks.push(chunk)
    this.#bytes += chunk.byteLength
  }

  /** Stores the buffered lines as a file, with the place. An export that an erasure or another run changed meanwhile loses the file. */
  async #store(isLast: boolean): Promise<void> {
    const row = this.#row
    if (!row || (!this.#place && !isLast)) return
    const key = this.#bytes > 0 ? newExportKey(row.appId, row.id, row.parts + 1) : null
    if (key !== null) {
      await announceFile({ ctx: this.#ctx, input: { key } })
      await this.#ctx.media.put(key, Buffer.concat(this.#chunks), { contentType: NDJSON })
    }
    const stored = await runBatch({
      ctx: this.#ctx,
      input: { batch: (tx) => this.#commit(tx, row, key, isLast) },
    })
    if (!stored && key !== null) await abandonFile({ ctx: this.#ctx, input: { key } })
    this.#row = stored
    this.#chunks = []
    this.#bytes = 0
    this.#records = 0
    this.#files = []
    this.#place = stored ? this.#place : undefined
  }

  async #commit(
    tx: Transaction,
    row: PersonRequestRow,
    key: string | null,
    isLast: boolean,
  ): Promise<PersonRequestRow | undefined> {
    const { id, parts, appId } = row
    const [stored] = await tx
      .update(personRequests)
      .set({
        place: this.#place ?? row.place,
        parts: key === null ? parts : parts + 1,
        records: row.records + this.#records,
      })
      .where(
        and(eq(personRequests.id, id), eq(personRequests.status, 'running'), eq(personRequests.parts, parts)),
      )
      .returning()
    if (!stored) return undefined
    if (key !== null && !(await takeFileOverWithin(tx, key, this.#ctx.now())))
      throw new Error(`The file of part ${parts + 1} of export ${id} took too long`)
    const data = { kind: 'data', name: `records-${parts + 1}.ndjson`, size: this.#bytes } as const
    const files = [
      ...(key === null ? [] : [{ ...data, key }]),
      ...this.#files.map((file) => ({ ...file, kind: 'media' as const })),
    ]
    const [next] = await tx
      .select({ position: sql<number>`coalesce(max(${personRequestFiles.position}) + 1, 0)` })
      .from(personRequestFiles)
      .where(eq(personRequestFiles.requestId, id))
    const begin = next?.position ?? 0
    if (files.length > 0)
      await tx
        .insert(personRequestFiles)
        .values(files.map((file, index) => ({ ...file, requestId: id, appId, position: begin + index })))
    if (isLast) await completeWithin(tx, stored, this.#ctx.now())
    return stored
  }
}

/** Returns the first line of an export. */
function headOf({ id, createdAt }: PersonRequestRow, jids: readonly string[]): Line {
  return { type: 'person', jids: [...jids], request: id, requestedAt: createdAt.toISOString() }
}
