import { type SQL, sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { RunStatus, TriggerType } from '#shared/contracts/chatbot.ts'
import { deletedAt, instant } from './columns.ts'
import { sessions } from './sessions.ts'
import { apps } from './tenants.ts'

const ownedByApp = () =>
  text('app_id')
    .notNull()
    .references(() => apps.id, { onDelete: 'cascade' })

/** A conversation as its owner draws it. What goes live of it is a version, frozen when it is published. */
export const flows = pgTable(
  'flows',
  {
    id: text('id').primaryKey(),
    appId: ownedByApp(),
    sessionId: text('session_id').references(() => sessions.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    triggerType: text('trigger_type').$type<TriggerType>().notNull(),
    triggerValue: jsonb('trigger_value').$type<Record<string, unknown>>().notNull(),
    enabled: boolean('enabled').notNull(),
    startStepId: text('start_step_id'),
    /** Null for a draft. */
    publishedVersionId: text('published_version_id'),
    publishedAt: instant('published_at'),
    /** When the drawing was last changed: behind `publishedAt`, there is more than what is live. */
    changedAt: instant('changed_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: deletedAt(),
  },
  (table) => [
    index('flows_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
    // The foreign key of a session that is deleted reads it.
    index('flows_session').on(table.sessionId),
    // Each session has one published flow at the most.
    uniqueIndex('flows_published').on(table.sessionId).where(sql`published_version_id is not null`),
    index('flows_app').on(table.appId, table.createdAt, table.id),
  ],
)

/** A box of the drawing. */
export const flowSteps = pgTable(
  'flow_steps',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    /** Goes with its flow; a foreign key would need an index of its own. */
    appId: text('app_id').notNull(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    name: text('name'),
    config: jsonb('config').$type<Record<string, unknown>>().notNull(),
    /** Where each outlet leads; null: to the end. */
    connections: jsonb('connections').$type<Record<string, string | null>>().notNull(),
    position: jsonb('position').$type<{ x: number; y: number }>().notNull(),
  },
  (table) => [index('flow_steps_flow').on(table.flowId, table.seq)],
)

/** What was published: runs finish on the version that they began with. */
export const flowVersions = pgTable(
  'flow_versions',
  {
    id: text('id').primaryKey(),
    /** Goes with its flow; a foreign key would need an index of its own. */
    appId: text('app_id').notNull(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    /** The engine's flow, and its trigger. */
    definition: jsonb('definition').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('flow_versions_number').on(table.flowId, table.number)],
)

const isLive: SQL = sql`status in ('active', 'paused')`

/** A conversation that somebody had, or has. */
export const flowRuns = pgTable(
  'flow_runs',
  {
    id: text('id').primaryKey(),
    /** The order in which they began. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    appId: ownedByApp(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    versionId: text('version_id')
      .notNull()
      .references(() => flowVersions.id, { onDelete: 'cascade' }),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** JID of the chat. */
    chat: text('chat').notNull(),
    status: text('status').$type<RunStatus>().notNull(),
    stepId: text('step_id'),
    /** A timer of the turn is due then. */
    dueAt: instant('due_at'),
    expiresAt: instant('expires_at'),
    turn: integer('turn').notNull(),
    /** The rest of the engine's run. */
    state: jsonb('state').$type<Record<string, unknown>>().notNull(),
    error: text('error'),
    /** How many lines its transcript has. */
    entries: integer('entries').notNull(),
    /** Somebody performs its effects until then, or died. */
    claimedUntil: instant('claimed_until'),
    startedAt: instant('started_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    // Each chat has one conversation at a time.
    uniqueIndex('flow_runs_live').on(table.sessionId, table.chat).where(isLive),
    index('flow_runs_flow').on(table.flowId, table.seq),
    index('flow_runs_chat').on(table.sessionId, table.chat),
    index('flow_runs_app').on(table.appId, table.startedAt),
    index('flow_runs_version').on(table.versionId),
    index('flow_runs_due').on(table.dueAt).where(sql`due_at is not null`),
    index('flow_runs_expiring').on(table.expiresAt).where(isLive),
    index('flow_runs_ended').on(table.endedAt),
  ],
)

/** A line of a run's transcript. One that is `pending` is an effect that is still to be performed: the run's own outbox. */
export const flowRunEntries = pgTable(
  'flow_run_entries',
  {
    runId: text('run_id')
      .notNull()
      .references(() => flowRuns.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    /** Goes with its run; a key of its own would want an index over all lines. */
    appId: text('app_id').notNull(),
    kind: text('kind').notNull(),
    stepId: text('step_id'),
    at: instant('at').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    /** The event that it came of: one that comes twice finds it. */
    eventId: text('event_id'),
    pending: boolean('pending').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.number] }),
    uniqueIndex('flow_run_entries_event').on(table.eventId).where(sql`event_id is not null`),
    index('flow_run_entries_pending').on(table.runId, table.number).where(sql`pending`),
  ],
)
