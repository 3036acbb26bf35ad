import { and, eq, gt } from 'drizzle-orm'
import { erasedFiles, type Transaction } from '#shared/database/index.ts'
import type { RunContext } from '../active.ts'

/** Time after which the sweeper removes a file that no export took over, in ms. A run of the sweeper is shorter. */
const ABANDONED_MS = 30 * 60_000

type Ctx = Pick<RunContext, 'db' | 'now'>

/** Announces a file before the upload, so that the sweeper removes the file of a killed run. */
export async function announceFile({
  ctx: { db, now },
  input: { key },
}: {
  ctx: Ctx
  input: { key: string }
}): Promise<void> {
  await db.insert(erasedFiles).values({ key, erasedAt: new Date(now().getTime() + ABANDONED_MS) })
}

/** Takes an announced file over. Returns false if the sweeper may have removed the file. */
export async function takeFileOverWithin(tx: Transaction, key: string, now: Date): Promise<boolean> {
  const isAnnounced = and(eq(erasedFiles.key, key), gt(erasedFiles.erasedAt, now))
  return (await tx.delete(erasedFiles).where(isAnnounced).returning({ key: erasedFiles.key })).length > 0
}

/** Hands an announced file to the next removal. */
export async function abandonFile({
  ctx: { db, now },
  input: { key },
}: {
  ctx: Ctx
  input: { key: string }
}): Promise<void> {
  await db.update(erasedFiles).set({ erasedAt: now() }).where(eq(erasedFiles.key, key))
}
