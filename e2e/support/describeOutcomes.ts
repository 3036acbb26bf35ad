import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#shared/config/readConfig.ts'
import { databaseEnvironment } from '#shared/contracts/environment.ts'
import { connectDatabase } from '#shared/database/index.ts'
import type { Answer } from './client.ts'
import type { DatabaseAddress } from './database.ts'
import { eventually } from './eventually.ts'
import { type Fault, type FaultProxy, startFaultProxy } from './faultProxy.ts'
import { useGateway } from './gateway.ts'
import {
  type FaultyApi,
  faultyApi,
  OPERATIONS,
  type OperationName,
  type OutcomeStage,
  operation,
} from './outcomes.ts'
import { usedBy } from './tenants.ts'

/** A time-out below the server's limits, so that the client gives up first. */
const IMPATIENT_MS = 1_000
const PATIENT_MS = 10_000
const isSuccess = (status: number) => status === 200 || status === 201

/**
 * Proves that the API's responses are true while the database is slow, breaks connections, or loses responses.
 * @param server returns the address of the database for the test, from its direct address
 */
export function describeOutcomes(
  title: string,
  server: (direct: DatabaseAddress) => DatabaseAddress | Promise<DatabaseAddress>,
): void {
  describe(`with ${title}`, () => {
    let proxy: FaultProxy
    const gateway = useGateway({ VESPER_CAMPAIGN_TIME_SCALE: '0' }, async (direct) => {
      const { DATABASE_URL } = await server(direct)
      proxy = await startFaultProxy(Number(new URL(DATABASE_URL).port))
      return { DATABASE_URL, VESPER_DATABASE_PROXY: proxy.address }
    })
    let stage: OutcomeStage
    let patient: FaultyApi
    const opened: FaultyApi[] = []
    const open = (ms: number) => {
      const api = faultyApi(stage, ms)
      opened.push(api)
      return api
    }
    beforeAll(async () => {
      const { id: session } = await gateway.pair()
      stage = { gateway, proxy, session, customer: await gateway.phones.create() }
      patient = open(PATIENT_MS)
    })
    afterAll(async () => {
      await Promise.all(opened.map((api) => api.close()))
      await proxy?.close()
    })

    let names = 0
    const newName = (kind: string) => `${kind}-${++names}`
    const shown = async (text: string) =>
      (await gateway.phones.shown(stage.customer)).filter((message) => message.text === text)

    /** Repeats a request under its key until it succeeds. */
    const repeat = async (api: FaultyApi, path: string, body: object, key: string) =>
      await eventually(async () => {
        const answer = await api.post(path, body, key)
        return isSuccess(answer.status) ? answer : undefined
      }, 30_000)

    /**
     * Applies a fault to a request's deciding statement. Repeats with a longer time-out if the client gave up before that
     * statement.
     */
    const meetFault = async (kind: OperationName, does: Fault['does'], patienceMs: number) => {
      const name = newName(kind)
      const asked = operation(stage, kind, name)
      const api = open(patienceMs)
      proxy.setFault(api.name, { statement: asked.decides, does })
      const first = await api.post(asked.path, asked.body, name)
      if (!proxy.hasHappened(api.name) && patienceMs < PATIENT_MS)
        return await meetFault(kind, does, patienceMs * 2)
      expect([kind, proxy.hasHappened(api.name)]).toEqual([kind, true])
      return { ...asked, name, first, release: () => proxy.release(api.name) }
    }

    const breakIt = async (kind: OperationName, does: Fault['does']): Promise<Answer> => {
      const breaks = does === 'cut' || does === 'drop'
      const { path, body, name, first, count, release } = await meetFault(
        kind,
        does,
        breaks ? PATIENT_MS : IMPATIENT_MS,
      )
      expect([kind, first.status, first.body.error?.code]).toEqual([kind, 504, 'OUTCOME_UNKNOWN'])
      const again = await repeat(patient, path, body, name)
      await release()
      expect([kind, await count()]).toEqual([kind, 1])
      return again
    }

    it.each(['swallow', 'cut', 'drop'] as const)(
      'answers 504 if a connection does %s the deciding statement, and a repetition under the key creates exactly one',
      async (does) => {
        const used = (await usedBy(gateway, gateway.info.appId)) ?? 0
        await Promise.all(OPERATIONS.map((kind) => breakIt(kind, does)))
        // A text and a document are counted as messages. The campaign's message is counted as broadcast.
        expect(await usedBy(gateway, gateway.info.appId)).toBe(used + 2)
      },
      60_000,
    )

    it('creates exactly one if the first statement arrives after its repetition', async () => {
      await Promise.all((['text', 'document', 'group', 'key'] as const).map((kind) => breakIt(kind, 'hold')))
    }, 60_000)

    it('returns the same API key to both runs', async () => {
      const { body } = await breakIt('key', 'cut')
      const { key } = body.data
      const answer = await fetch(`${gateway.info.baseUrl}/api/v1/sessions`, { headers: { 'x-api-key': key } })
      expect(answer.status).toBe(200)
    }, 60_000)

    it('answers 504 and not 503 if a read fails after the commit', async () => {
      const name = newName('campaign')
      const { path, body, count } = operation(stage, 'campaign', name)
      const api = open(PATIENT_MS)
      proxy.setFault(api.name, { statement: /as untouched/, does: 'drop' })
      const { status, body: answer } = await api.post(path, body, name)
      expect([status, answer.error?.code]).toEqual([504, 'OUTCOME_UNKNOWN'])
      await repeat(patient, path, body, name)
      expect(await count()).toBe(1)
    }, 60_000)

    it('answers 504 to an update and a deletion without a key, and their repetition shows the outcome', async () => {
      const name = newName('list')
      const { path, body } = operation(stage, 'list', name)
      const { id } = (await patient.post(path, body)).body.data
      const broken = async (method: string, statement: RegExp, change?: object) => {
        const api = open(PATIENT_MS)
        proxy.setFault(api.name, { statement, does: 'cut' })
        const { status, body: answer } = await api.call(method, `${path}/${id}`, change)
        expect([method, status, answer.error?.code]).toEqual([method, 504, 'OUTCOME_UNKNOWN'])
        return (await patient.call(method, `${path}/${id}`, change)).status
      }
      expect(await broken('PUT', /commit/, { name: `${name} changed` })).toBe(200)
      expect(await broken('DELETE', /update "recipient_lists" set "deleted_at"/)).toBe(404)
    }, 60_000)

    describe('while rows are locked for longer than a client waits', () => {
      const KINDS = ['text', 'campaign', 'session', 'group'] as const
      const ROWS = ['usage_counters', 'accounts', 'sessions', 'messages', 'idempotency_keys', 'campaigns']

      /** Runs `work` while another connection locks all rows of these tables. */
      const whileLocked = async <T>(tables: readonly string[], work: () => Promise<T>): Promise<T> => {
        const { db, close } = connectDatabase(readConfig(databaseEnvironment, gateway.parts.environment), {
          maxConnections: 1,
          queryTimeoutMs: 60_000,
          limits: 'none',
          onIdleError: () => undefined,
        })
        try {
          return await db.transaction(async (tx) => {
            await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
            for (const table of tables) await tx.execute(`select 1 from ${table} for update`)
            return await work()
          })
        } finally {
          await close()
        }
      }

      const experiment = async (api: FaultyApi, tables: readonly string[]) => {
        const asked = KINDS.flatMap((kind) =>
          [true, false].map((hasKey) => {
            const name = newName(kind)
            return { kind, name, key: hasKey ? name : undefined, ...operation(stage, kind, name) }
          }),
        )
        const answers = await whileLocked(tables, () =>
          Promise.all(asked.map(({ path, body, key }) => api.post(path, body, key))),
        )
        return asked.map((one, index) => ({ ...one, status: answers[index]?.status ?? 0 }))
      }

      /** Waits until no statement waits for a lock. */
      const settled = () =>
        eventually(async () => {
          const { rows } = await gateway.services.db.execute(sql`
            select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
          return rows.length === 0
        }, 30_000)

      /** Returns the numbers of created things that a status allows. */
      const madeBy = (status: number) => (isSuccess(status) ? [1] : status === 503 ? [0] : [0, 1])

      const judgeOne = async (one: Awaited<ReturnType<typeof experiment>>[number]) => {
        const { kind, name, key, path, body, status, count } = one
        const facts = { kind, hasKey: key !== undefined, status }
        expect({ ...facts, isTrue: madeBy(status).includes(await count()) }).toEqual({
          ...facts,
          isTrue: true,
        })
        if (key === undefined) return
        await repeat(patient, path, body, key)
        expect({ ...facts, made: await count() }).toEqual({ ...facts, made: 1 })
        if (kind !== 'text') return
        await eventually(async () => (await shown(name)).length === 1)
        expect(await shown(name)).toMatchObject([{ copies: 1 }])
      }

      const judge = async (done: Awaited<ReturnType<typeof experiment>>) => {
        await settled()
        const isKnown = ({ status }: { status: number }) =>
          isSuccess(status) || status === 503 || status === 504
        expect(done.filter((one) => !isKnown(one))).toEqual([])
        for (const one of done) await judgeOne(one)
      }

      it('never answers 503 for a request that the server completes later', async () => {
        const done = await experiment(open(IMPATIENT_MS), [...ROWS, 'partitions'])
        expect(done.filter(({ kind, status }) => kind === 'text' && status === 504)).toHaveLength(2)
        await judge(done)
      }, 60_000)

      it('answers 503 with the limits of production, and nothing appears later', async () => {
        const done = await experiment(patient, ROWS)
        expect(done.map(({ status }) => status)).toEqual(done.map(() => 503))
        await judge(done)
      }, 60_000)
    })
  })
}
