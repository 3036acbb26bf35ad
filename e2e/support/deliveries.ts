import { afterAll, beforeEach } from 'vitest'
import { JOBS } from '#shared/contracts/jobs.ts'
import type { DatabaseConnection } from '#shared/database/index.ts'
import { deliver, listDeliveries } from '#shared/domain/deliveries/index.ts'
import type { Job } from '#shared/queues/index.ts'
import { createContext, type TestContext } from './context.ts'
import { connectTo, createDatabase } from './database.ts'

/** Creates an app on a fresh database before each test, and returns helpers for its deliveries. */
export function useDeliveries(onFresh: (ctx: TestContext) => void) {
  const connections: DatabaseConnection[] = []
  let ctx: TestContext

  beforeEach(async () => {
    const connection = connectTo(await createDatabase())
    connections.push(connection)
    ctx = await createContext(connection)
    onFresh(ctx)
  })
  afterAll(() => Promise.all(connections.map(({ close }) => close())))

  const call = ({ input }: Job) => deliver({ ctx, input: JOBS['deliver-webhook'].parse(input) })
  return {
    call,
    /** Runs the published jobs, and the jobs that these publish. */
    async runJobs(most = 100): Promise<void> {
      for (let made = 0; made < most; made++) {
        const job = ctx.published.shift()
        if (!job) return
        ctx.advance((job.delaySeconds ?? 0) * 1000)
        await call(job)
      }
    },
    async logOf(id: string) {
      return (await listDeliveries({ ctx, input: { id, limit: 100 } })).items
    },
  }
}
