import { sql } from 'drizzle-orm'
import type { BenchProcess } from './benchProcess.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

/**
 * Starts a second connector, and waits until each connector has half of the partitions and all sessions are connected.
 * @returns the first connector; the second one is the current connector of the stage
 */
export async function addConnector(stage: Stage): Promise<BenchProcess> {
  const first = stage.connector
  const connected = await countConnected(stage)
  await stage.startConnector()
  await until('Both connectors have half of the partitions', async () => {
    const { rows } = await stage.db.execute<{ held: number }>(
      sql`select count(*)::int as held from partitions group by owner`,
    )
    return rows.length === 2 && rows[0]?.held === rows[1]?.held
  })
  await allConnected(stage, connected)
  return first
}

/** Waits until this number of sessions is connected, by the database. */
export async function allConnected(stage: Stage, connected: number): Promise<void> {
  await until('All sessions are connected', async () => (await countConnected(stage)) >= connected)
}

async function countConnected({ db }: Stage): Promise<number> {
  const { rows } = await db.execute<{ n: number }>(
    sql`select count(*)::int as n from sessions where status = 'connected'`,
  )
  return rows[0]?.n ?? 0
}
