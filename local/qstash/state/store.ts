import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Journal, Rows, readJournal } from 'vesper-sandbox/state'
import type { Message } from '../settings/message.ts'

/** The token of publishers, and the keys that sign deliveries. */
export interface Secrets {
  token: string
  currentSigningKey: string
  nextSigningKey: string
}

/** The state of the stand-in. A row that was changed in place must be set again. */
export interface Store {
  messages: Rows<Message>
  /** Bodies in base64, by message. */
  bodies: Rows<string>
  /** Messages by deduplication id, oldest first. */
  duplicates: Rows<{ messageId: string; expiresAt: number }>
  secrets: Secrets
  /**
   * Waits until all changes survive a kill.
   * @throws if the write failed
   */
  flushed(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the state file, a journal of `[table, id, value]` lines. The last line of a row wins. A missing file
 * is created, with new secrets. Only the user of the process may read the file.
 * @throws Error if a line before the last line is damaged
 */
export async function openStore(file: string): Promise<Store> {
  const tables = new Map<string, Rows<unknown>>()
  let journal: Journal | undefined
  const rows = <T>(table: string): Rows<T> => {
    const made = new Rows<T>((id, value) => journal?.append(encode(table, id, value)))
    // The journal has rows only as JSON. `Store` declares the type of each table.
    tables.set(table, made as unknown as Rows<unknown>)
    return made
  }
  const kept = {
    messages: rows<Message>('messages'),
    bodies: rows<string>('bodies'),
    duplicates: rows<{ messageId: string; expiresAt: number }>('duplicates'),
  }
  const secrets = rows<Secrets>('secrets')

  await mkdir(path.dirname(file), { recursive: true })
  const lines = await readJournal(file)
  lines.forEach((line, index) => {
    restore(tables, line, index === lines.length - 1)
  })
  const opened = new Journal(file, () => snapshot(tables))
  journal = opened
  const own = secrets.get('own') ?? makeSecrets()
  // The first write replaces the file, and so removes a line that a kill left incomplete.
  secrets.set('own', own)
  await opened.flushed()
  return { ...kept, secrets: own, flushed: () => opened.flushed(), close: () => opened.close() }
}

function makeSecrets(): Secrets {
  const secret = () => randomBytes(24).toString('base64url')
  return { token: secret(), currentSigningKey: `sig_${secret()}`, nextSigningKey: `sig_${secret()}` }
}

function restore(tables: Map<string, Rows<unknown>>, line: string, isLast: boolean): void {
  try {
    const [table, id, value] = JSON.parse(line) as [string, string, unknown]
    tables.get(table)?.restore(id, value)
  } catch (error) {
    if (!isLast)
      throw new Error(
        'The state file of the stand-in for QStash is damaged. Delete the file, or restore a backup.',
        { cause: error },
      )
  }
}

function* snapshot(tables: Map<string, Rows<unknown>>): Iterable<string> {
  for (const [table, rows] of tables) for (const [id, value] of rows.entries()) yield encode(table, id, value)
}

function encode(table: string, id: string, value: unknown): string {
  return JSON.stringify(value === undefined ? [table, id] : [table, id, value])
}
