import { bigserial, index, pgTable, text } from 'drizzle-orm/pg-core'
import type { AuditAction, AuditActor } from '#shared/contracts/audit.ts'
import { instant } from './columns.ts'

/**
 * The audit log: who did what to which object, and when. A row holds ids and no personal data. A row outlives its app, so that it
 * has no foreign key.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    appId: text('app_id').notNull(),
    actor: text('actor').$type<AuditActor>().notNull(),
    /** Id of the API key; null if the gateway itself acts. */
    actorId: text('actor_id'),
    action: text('action').$type<AuditAction>().notNull(),
    /** Id of the object. */
    target: text('target').notNull(),
  },
  (table) => [
    index('audit_log_at').on(table.at, table.seq),
    index('audit_log_app').on(table.appId, table.at, table.seq),
  ],
)
