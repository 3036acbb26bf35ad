import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BufferJSON } from '@whiskeysockets/baileys'
import type { KeyMaterial } from '../accounts/bundles.ts'
import type { Account, Companion } from '../accounts/directory.ts'
import type { Channel } from '../channels/channels.ts'
import type { Group } from '../groups/group.ts'
import type { Authority } from '../media/authority.ts'
import type { Blob } from '../media/blobs.ts'
import type { PhoneIdentity } from '../phones/phone-identity.ts'
import type { Sent, ShownMessage } from '../phones/screen.ts'
import type { Timer } from '../phones/timers.ts'
import type { Collection } from '../server/app-state.ts'
import type { Queued } from '../server/mailbox.ts'
import type { ServerKeys } from '../transport/certificate.ts'
import { Journal, readJournal } from './journal.ts'
import { type OnChange, Table } from './table.ts'

/** The state of the sandbox. The comment after a table names the scopes of its rows. */
export interface State {
  server: Table<ServerKeys> // 'keys'
  accounts: Table<Account> // 'all'
  companions: Table<Companion> // phone number
  bundles: Table<KeyMaterial> // device address
  preKeysTaken: Table<number> // device address
  queues: Table<Queued> // device address
  collections: Table<Collection> // phone number
  identities: Table<PhoneIdentity> // phone number
  signal: Table<unknown> // phone number
  messages: Table<ShownMessage> // phone number
  sent: Table<Sent> // phone number
  /** The protobuf Message of each row that another person, or a companion, wrote. */
  contents: Table<Uint8Array> // phone number
  /** The disappearing timer of each chat with one person, by its number. */
  timers: Table<Timer> // phone number
  groups: Table<Group> // 'all'
  channels: Table<Channel> // 'all'
  /** The server's number of each post, by message id. */
  posts: Table<number> // channel
  authorities: Table<Authority> // 'media'
  blobs: Table<Blob> // 'all'
  /** Waits until all changes survive a kill. Without a state file, resolves at once. */
  flushed(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the state, from its file if a path is given. The file is a journal of `[table, scope, id, value]`
 * lines. The last line of a row wins.
 */
export async function openState(path: string | undefined): Promise<State> {
  const tables = new Map<string, Table<unknown>>()
  let journal: Journal | undefined
  const onChange: OnChange = (...record) => journal?.append(encode(record))
  const table = <T>(name: string): Table<T> => {
    const created = new Table<T>(name, onChange)
    // The journal has rows only as JSON. `State` declares the type of each table.
    tables.set(name, created as unknown as Table<unknown>)
    return created
  }
  const state: State = {
    server: table('server'),
    accounts: table('accounts'),
    companions: table('companions'),
    bundles: table('bundles'),
    preKeysTaken: table('preKeysTaken'),
    queues: table('queues'),
    collections: table('collections'),
    identities: table('identities'),
    signal: table('signal'),
    messages: table('messages'),
    sent: table('sent'),
    contents: table('contents'),
    timers: table('timers'),
    groups: table('groups'),
    channels: table('channels'),
    posts: table('posts'),
    authorities: table('authorities'),
    blobs: table('blobs'),
    flushed: async () => journal?.flushed(),
    close: async () => journal?.close(),
  }
  if (path) {
    await mkdir(dirname(path), { recursive: true })
    for (const line of await readJournal(path)) {
      const [name, scope, id, value] = JSON.parse(line, BufferJSON.reviver) as [
        string,
        string,
        string,
        unknown,
      ]
      tables.get(name)?.in(scope).restore(id, value)
    }
    journal = new Journal(path, () => snapshot(tables))
  }
  return state
}

function* snapshot(tables: Map<string, Table<unknown>>): Iterable<string> {
  for (const table of tables.values())
    for (const [scope, rows] of table.scopes())
      for (const [id, value] of rows.entries()) yield encode([table.name, scope, id, value])
}

function encode(record: unknown[]): string {
  return JSON.stringify(record[3] === undefined ? record.slice(0, 3) : record, BufferJSON.replacer)
}
