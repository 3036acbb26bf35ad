import { and, desc, eq, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { SessionStatus } from '#shared/contracts/sessions.ts'
import { apps, sessions } from '#shared/database/index.ts'
import { decodeCursor, type Page, toPage } from '#shared/pagination.ts'
import type { Context } from '../context.ts'
import { reportedSession, reportedStatus } from './reportedStatus.ts'
import { SESSION_EXAMPLE, sessionSchema, toSessionView } from './view.ts'

/** A session as the operator sees it. */
export const operatorSessionSchema = sessionSchema
  .extend({
    accountId: z
      .string()
      .meta({ description: 'ID of the account of the app', example: 'acc_4fG7hJ2kL9mNpQrSt5vW' }),
    partition: z.number().int().meta({
      description: 'Partition of the session. The connector that leases the partition holds the session',
      example: 7,
    }),
  })
  .meta({
    id: 'OperatorSession',
    description: 'A session of any tenant, with its owner and its partition',
    example: {
      ...SESSION_EXAMPLE,
      accountId: 'acc_4fG7hJ2kL9mNpQrSt5vW',
      partition: 7,
    },
  })
export type OperatorSessionView = z.infer<typeof operatorSessionSchema>

const sortKey = z.tuple([z.iso.datetime(), z.string()])

/** Lists the sessions of all tenants for the operator, newest first. */
export async function listAllSessions({
  ctx,
  input,
}: {
  ctx: Pick<Context, 'db'>
  input: {
    limit: number
    cursor?: string | undefined
    status?: SessionStatus | undefined
    appId?: string | undefined
  }
}): Promise<Page<OperatorSessionView>> {
  const after = decodeCursor(input.cursor, sortKey)
  const rows = await ctx.db
    .select({ session: reportedSession, accountId: apps.accountId })
    .from(sessions)
    .innerJoin(apps, eq(apps.id, sessions.appId))
    .where(
      and(
        ne(sessions.desiredState, 'delete'),
        input.status && eq(reportedStatus, input.status),
        input.appId === undefined ? undefined : eq(sessions.appId, input.appId),
        after && sql`(${sessions.createdAt}, ${sessions.id}) < (${after[0]}::timestamptz, ${after[1]})`,
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(input.limit + 1)
  return toPage(
    rows,
    input.limit,
    ({ session }) => [session.createdAt.toISOString(), session.id],
    ({ session, accountId }) => ({
      ...toSessionView(session),
      accountId,
      partition: session.partition,
    }),
  )
}
