import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type {
  PersonFileKind,
  PersonRequestKind,
  PersonRequestStatus,
  WalkPlace,
} from '#shared/contracts/persons.ts'
import { instant } from './columns.ts'
import { apps } from './tenants.ts'

/**
 * Requests to export or to erase the data of one person. The sweeper works on a running request in batches. Each batch commits
 * together with `place`, so that another run continues after a dead run.
 */
export const personRequests = pgTable(
  'person_requests',
  {
    id: text('id').primaryKey(),
    appId: text('app_id')
      .notNull()
      .references(() => apps.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<PersonRequestKind>().notNull(),
    status: text('status').$type<PersonRequestStatus>().notNull(),
    /** JID of the person; null after a completed erasure. */
    person: text('person'),
    /** All JIDs and LIDs of the person, from the start of the work to its end. */
    jids: text('jids').array().notNull().default([]),
    place: jsonb('place').$type<WalkPlace>().notNull(),
    /** Time at which the campaigns, lists and conversations of an erasure were free of the person. */
    preparedAt: instant('prepared_at'),
    /** Number of records that were exported or erased. */
    records: integer('records').notNull().default(0),
    /** Number of stored data files of an export. A dead run may have stored one more. */
    parts: integer('parts').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    completedAt: instant('completed_at'),
    /** Time at which the sweeper deletes the row and the files. */
    expiresAt: instant('expires_at'),
  },
  (table) => [
    index('person_requests_app').on(table.appId, table.createdAt, table.id),
    uniqueIndex('person_requests_running')
      .on(table.appId, table.kind, table.person)
      .where(sql`status = 'running'`),
    index('person_requests_expired').on(table.expiresAt).where(sql`expires_at is not null`),
  ],
)

/** Files of an export: the records in `data` files, and the files of messages under their own keys. */
export const personRequestFiles = pgTable(
  'person_request_files',
  {
    requestId: text('request_id')
      .notNull()
      .references(() => personRequests.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    appId: text('app_id').notNull(),
    kind: text('kind').$type<PersonFileKind>().notNull(),
    /** Key of the file in our store. */
    key: text('key').notNull(),
    name: text('name').notNull(),
    /** Size in bytes; null if unknown. */
    size: bigint('size', { mode: 'number' }),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.position] })],
)
