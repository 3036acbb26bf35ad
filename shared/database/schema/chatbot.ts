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

/** Flows, as their owners draw them. Publishing a flow stores a version, and only versions are live. */
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
    /** True once a step has had a connection. Only before that, the steps follow each other in the order of their creation. */
    isLinked: boolean('linked').notNull().default(false),
    /** Null for a draft. */
    publishedVersionId: text('published_version_id'),
    publishedAt: instant('published_at'),
    /** Time of the last change of the drawing. If it is after `publishedAt`, the live version lacks changes. */
    changedAt: instant('changed_at').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: deletedAt(),
  },
  (table) => [
    index('flows_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
    // The deletion of a session uses this index for its foreign key.
    index('flows_session').on(table.sessionId),
    // Each session has at most one flow that is published and enabled.
    uniqueIndex('flows_published')
      .on(table.sessionId)
      .where(sql`published_version_id is not null and enabled`),
    index('flows_app').on(table.appId, table.createdAt, table.id),
  ],
)

/** The steps of flows. */
export const flowSteps = pgTable(
  'flow_steps',
  {
    id: text('id').primaryKey(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    /** App of the flow. A foreign key would need an additional index. */
    appId: text('app_id').notNull(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    name: text('name'),
    config: jsonb('config').$type<Record<string, unknown>>().notNull(),
    /** Next step of each outlet; null ends the conversation. */
    connections: jsonb('connections').$type<Record<string, string | null>>().notNull(),
    position: jsonb('position').$type<{ x: number; y: number }>().notNull(),
  },
  (table) => [index('flow_steps_flow').on(table.flowId, table.seq)],
)

/** Published versions of flows. A run uses one version until its end. */
export const flowVersions = pgTable(
  'flow_versions',
  {
    id: text('id').primaryKey(),
    /** App of the flow. A foreign key would need an additional index. */
    appId: text('app_id').notNull(),
    flowId: text('flow_id')
      .notNull()
      .references(() => flows.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    /** The flow as the engine reads it, with its trigger. */
    definition: jsonb('definition').$type<Record<string, unknown>>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [uniqueIndex('flow_versions_number').on(table.flowId, table.number)],
)

const isLive: SQL = sql`status in ('active', 'paused')`

/** Runs of flows: the conversations with contacts, live or ended. */
export const flowRuns = pgTable(
  'flow_runs',
  {
    id: text('id').primaryKey(),
    /** Position in the order in which conversations began. */
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
    /** Time at which the timer of the turn is due. */
    dueAt: instant('due_at'),
    expiresAt: instant('expires_at'),
    turn: integer('turn').notNull(),
    /** The remaining state of the engine. */
    state: jsonb('state').$type<Record<string, unknown>>().notNull(),
    error: text('error'),
    /** Number of lines in the transcript. */
    entries: integer('entries').notNull(),
    /** End of the claim of the host that performs the effects. After this time, the host counts as dead. */
    claimedUntil: instant('claimed_until'),
    startedAt: instant('started_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    endedAt: instant('ended_at'),
  },
  (table) => [
    // Each chat has at most one live run.
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

/** Transcript lines of runs. A `pending` line is an effect that is not performed yet, so that the table is also an outbox. */
export const flowRunEntries = pgTable(
  'flow_run_entries',
  {
    runId: text('run_id')
      .notNull()
      .references(() => flowRuns.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    /** App of the run. A foreign key would need an index over all lines. */
    appId: text('app_id').notNull(),
    kind: text('kind').notNull(),
    stepId: text('step_id'),
    at: instant('at').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    /** Id of the event that caused the line. A repeated event finds this line. */
    eventId: text('event_id'),
    pending: boolean('pending').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.number] }),
    uniqueIndex('flow_run_entries_event').on(table.eventId).where(sql`event_id is not null`),
    index('flow_run_entries_pending').on(table.runId, table.number).where(sql`pending`),
  ],
)
