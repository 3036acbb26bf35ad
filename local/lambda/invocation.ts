import { AsyncLocalStorage } from 'node:async_hooks'
import type { Pool } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-serverless'
import type { Database } from '#shared/database/index.ts'
import { within } from './within.ts'

/** The services whose calls change the state outside the process. */
const GUARDED = ['commands', 'events', 'outbox', 'jobs', 'keyring', 'media'] as const
type Guarded = (typeof GUARDED)[number]

const invocations = new AsyncLocalStorage<AbortSignal>()

/** Ends the code of an invocation after its time-out. */
class InvocationEnded extends Error {
  override readonly name = 'InvocationEnded'

  constructor() {
    super('The invocation exceeded its time-out, and may change nothing more.')
  }
}

/**
 * Runs work as an invocation of a function. After the time-out, each call of a guarded service by this work fails.
 * @param ms time-out
 * @returns the result, or `late` at the time-out
 */
export async function invoke<T>(ms: number, work: () => T | Promise<T>): Promise<T | 'late'> {
  const ending = new AbortController()
  const result = await within(
    ms,
    invocations.run(ending.signal, async () => await work()),
  )
  if (result === 'late') ending.abort()
  return result
}

/**
 * Returns services that a late invocation cannot use, as Lambda kills its process. The invocation starts no statement and no call, and
 * commits no transaction. Calls outside of invocations always pass.
 */
export function endWithInvocation<S extends { db: Database } & Record<Guarded, object>>(services: S): S {
  const guarded = GUARDED.map((name) => [name, guard(services[name])])
  return { ...services, ...Object.fromEntries(guarded), db: guardDatabase(services.db) }
}

/** @throws InvocationEnded */
function assertRunning(): void {
  if (invocations.getStore()?.aborted) throw new InvocationEnded()
}

/** Returns the check of the current invocation, for work that runs outside of the invocation. The check throws after the time-out. */
export function guardInvocation(): () => void {
  const ending = invocations.getStore()
  return () => {
    if (ending?.aborted) throw new InvocationEnded()
  }
}

function guard<S extends object>(service: S): S {
  return new Proxy(service, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...given: unknown[]) => {
        assertRunning()
        return await Reflect.apply(member, target, given)
      }
    },
  })
}

function guardDatabase(db: Database): Database {
  // drizzle exposes its pool as `$client`, but the type does not show the property.
  const { $client: pool } = db as Database & { $client: Pool }
  const query: (...given: unknown[]) => Promise<unknown> = pool.query.bind(pool)
  const facade: Pool = Object.create(pool, {
    query: {
      value: async (...given: unknown[]) => {
        assertRunning()
        return await query(...given)
      },
    },
  })
  const guarded = drizzle(facade)
  guarded.transaction = async (run, config) => {
    assertRunning()
    return await db.transaction(async (tx) => {
      const result = await run(tx)
      // An error before the commit rolls the transaction back.
      assertRunning()
      return result
    }, config)
  }
  return guarded
}
