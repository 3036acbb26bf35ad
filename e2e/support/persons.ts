import { sql } from 'drizzle-orm'
import { afterAll, beforeAll } from 'vitest'
import type { Database, DatabaseConnection } from '#shared/database/index.ts'
import { BatchTurns } from '#shared/domain/batches/index.ts'
import { removeErasedFiles } from '#shared/domain/messages/index.ts'
import {
  expireRequests,
  getPersonRequest,
  listPersonFiles,
  requestPerson,
  runPersonRequests,
} from '#shared/domain/persons/index.ts'
import type { MediaStore } from '#shared/media/stores/store.ts'
import { startFileStore } from '#shared/media/stores/testing.ts'
import { NO_BOUNDS } from './context.ts'
import { connectTo, createDatabase, type DatabaseAddress } from './database.ts'
import { type LargeTenant, openTenant } from './large.ts'
import { type Somebody, somebody } from './person.ts'

/** The key whose requests the tests make. */
export const KEY = 'key_1'

/** Starts the database and the store of a file that tests requests about persons. */
export function usePersons() {
  let address: DatabaseAddress
  let connection: DatabaseConnection
  let files: Awaited<ReturnType<typeof startFileStore>>
  let clock = 0
  let tenant: LargeTenant

  beforeAll(async () => {
    address = await createDatabase()
    connection = connectTo(address)
    files = await startFileStore()
  })
  afterAll(() => Promise.all([connection.close(), files.stop()]))

  async function open(): Promise<LargeTenant> {
    const opened = await openTenant(connection)
    const log = {
      ...opened.ctx.log,
      error: ({ err }: { err: unknown }) => {
        throw err
      },
    }
    Object.assign(opened.ctx, { log, media: files.store, now: () => new Date(Date.now() + clock) })
    return opened
  }

  /** Runs the parts of the sweeper once, a minute after the last time. */
  async function sweep(ctx: LargeTenant['ctx'] = tenant.ctx, rows?: number): Promise<void> {
    clock += 60_000
    const input = { ...NO_BOUNDS, turns: new BatchTurns(), ...(rows !== undefined && { rows }) }
    await runPersonRequests({ ctx, input })
    await expireRequests({ ctx, input })
    await removeErasedFiles({ ctx, input })
  }

  return {
    get db(): Database {
      return connection.db
    },
    get store(): MediaStore {
      return files.store
    },
    /** Time of the tests, in Unix ms. */
    nowMs: () => Date.now() + clock,
    advance: (ms: number) => {
      clock += ms
    },
    /** Creates the tenant and the person of a test. */
    begin: async (): Promise<{ tenant: LargeTenant; person: Somebody }> => {
      clock = 0
      tenant = await open()
      return { tenant, person: somebody() }
    },
    /** Creates another tenant. */
    open,
    sweep,
    request: (kind: 'export' | 'erasure', person: string, { ctx }: LargeTenant = tenant) =>
      requestPerson({ ctx, input: { kind, person, keyId: KEY } }),
    complete: async (id: string, { ctx }: LargeTenant = tenant) => {
      for (let runs = 0; runs < 6; runs++) {
        await sweep(ctx)
        const seen = await getPersonRequest({ ctx, input: { id } })
        if (seen.status === 'completed') return seen
      }
      throw new Error(`Request ${id} did not complete`)
    },
    /** Runs the work on requests, and kills it in transaction `nth`. */
    runKilled: async (nth: number, rows: number): Promise<void> => {
      clock += 60_000
      const dying = connectTo(address)
      const log = { ...tenant.ctx.log, error: () => undefined }
      const ctx = { ...tenant.ctx, log, db: killedIn(dying.db, nth) } as typeof tenant.ctx
      await runPersonRequests({ ctx, input: { ...NO_BOUNDS, rows, turns: new BatchTurns() } })
      await dying.close()
    },
    put: (key: string) => files.store.put(key, Buffer.from('file'), { contentType: 'text/plain' }),
    /** Returns the keys of the data files of an export, and of its files that the next removals remove. */
    keysOf: async (id: string): Promise<{ kept: string[]; erased: string[] }> => {
      const { rows } = await connection.db.execute<{ key: string; isKept: boolean }>(sql`
        select key, true as "isKept" from person_request_files where request_id = ${id} and kind = 'data'
        union all select key, false from erased_files where key like ${`%/exports/${id}/%`}`)
      const named = (isKept: boolean) => rows.filter((row) => row.isKept === isKept).map(({ key }) => key)
      return { kept: named(true), erased: named(false) }
    },
    /** Reads the lines of an export. */
    linesOf: async (id: string): Promise<Record<string, unknown>[]> => {
      const { items } = await listPersonFiles({ ctx: tenant.ctx, input: { id, limit: 100 } })
      const data = items.filter(({ type }) => type === 'data')
      const texts = await Promise.all(data.map(async ({ url }) => await (await fetch(url)).text()))
      return texts.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line))
    },
  }
}

/** Returns the texts that show a person in a row. */
export function traces({ phone, lid, username, words }: Somebody): string[] {
  return [phone, lid.replace('@lid', ''), username, words]
}

/** Returns a database that ends the connection in transaction `nth`, and in all later ones. */
function killedIn(db: Database, nth: number): Database {
  let begun = 0
  const transaction: Database['transaction'] = (work, config) =>
    db.transaction(async (tx) => {
      const result = await work(tx)
      begun += 1
      if (begun >= nth) await tx.execute('select pg_terminate_backend(pg_backend_pid())')
      return result
    }, config)
  return new Proxy(db, {
    get: (target, name) => (name === 'transaction' ? transaction : Reflect.get(target, name)),
  })
}
