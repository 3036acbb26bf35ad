import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { RequestState } from '#shared/contracts/connectorRequests.ts'
import { instant } from './columns.ts'
import { sessions } from './sessions.ts'

/** Operations that a caller requests from a connector and waits for, such as a pairing code or a group operation. */
export const connectorRequests = pgTable(
  'requests',
  {
    id: text('id').primaryKey(),
    appId: text('app_id').notNull(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    kind: text('kind').notNull(),
    input: jsonb('input').notNull(),
    state: text('state').$type<RequestState>().notNull().default('waiting'),
    /** The result if `done`; `{code}` if `failed`. */
    result: jsonb('result'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [index('requests_created').on(table.createdAt), index('requests_session').on(table.sessionId)],
)
