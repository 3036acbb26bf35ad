import { sql } from 'drizzle-orm'
import { sleep } from '#shared/database/index.ts'
import type { Context } from '../context.ts'

/** Returns true if the sweeps of each minute do not run, or will stop soon. */
export async function isAsleep({ ctx: { db } }: { ctx: Pick<Context, 'db'> }): Promise<boolean> {
  return (await db.$count(sleep, sql`${sleep.asleepSince} is not null`)) > 0
}

/** Returns true if no sweep has ended for ten minutes. A connector asks, because a silent sweeper cannot report itself. */
export async function areSweepsMissing({ ctx: { db } }: { ctx: Pick<Context, 'db'> }): Promise<boolean> {
  return (await db.$count(sleep, sql`${sleep.sweptAt} < now() - interval '10 minutes'`)) > 0
}
