import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Journal, Rows, readJournal } from 'vesper-sandbox/state'
import type { Message } from '../settings/message.ts'

/** The token that publishers show, and the keys that deliveries are signed with. */
export interface Secrets {
  token: string
  currentSigningKey: string
  nextSigningKey: string
}

/** All that the stand-in remembers; a row changed in place must be set again. */
export interface Store {
  messages: Rows<Message>
  /** In base64, by message. */
  bodies: Rows<string>
  /** What a deduplication id stands for, the oldest first. */
  duplicates: Rows<{ messageId: string; expiresAt: number }>
  secrets: Secrets
  /** Settles when all changes so far survive a kill. Rejects when the write failed. */
  flushed(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the state file, a journal of `[table, id, value]` lines of which the last for a row wins; makes it, and the
 * secrets in it, where there is none. Nobody else may read it.
 * @throws Error where a line before the last one is damaged
 */
export async function openStore(file: string): Promise<Store> {
  const tables = new Map<string, Rows<unknown>>()
  let journal: Journal | undefined
  const rows = <T>(table: string): Rows<T> => {
    const made = new Rows<T>((id, value) => journal?.append(encode(table, id, value)))
    // The journal knows rows only as JSON; the type of a table is what its owner declared in Store.
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
  // Also rewrites the file, and with it whatever a kill left torn.
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
    if (!isLast) throw new Error('the state file of the QStash stand-in is damaged', { cause: error })
  }
}

function* snapshot(tables: Map<string, Rows<unknown>>): Iterable<string> {
  for (const [table, rows] of tables) for (const [id, value] of rows.entries()) yield encode(table, id, value)
}

function encode(table: string, id: string, value: unknown): string {
  return JSON.stringify(value === undefined ? [table, id] : [table, id, value])
}
