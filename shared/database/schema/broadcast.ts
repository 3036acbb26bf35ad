import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import {
  CAMPAIGN_RECIPIENT_STATUSES,
  type CampaignPacing,
  type CampaignReason,
  type CampaignStatus,
  type RecipientError,
} from '#shared/contracts/broadcast.ts'
import type { MessageContent, MessageType } from '#shared/contracts/messages.ts'
import { deletedAt, instant } from './columns.ts'
import { apps } from './tenants.ts'

const app = () =>
  text('app_id')
    .notNull()
    .references(() => apps.id, { onDelete: 'cascade' })

/** Whom to write to, as its user keeps it. A campaign copies what it needs of it when it is made. */
export const recipientLists = pgTable(
  'recipient_lists',
  {
    id: text('id').primaryKey(),
    appId: app(),
    name: text('name').notNull(),
    /** How many people are in it, for the account's cap: counting them each time would take as long as they are many. */
    size: integer('size').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: deletedAt(),
  },
  (table) => [
    index('recipient_lists_app').on(table.appId, table.createdAt, table.id),
    index('recipient_lists_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
  ],
)

/** What is known of a recipient; each of it may stand in a text as a placeholder. */
const person = {
  /** In digits. */
  phone: text('phone').notNull(),
  name: text('name'),
  surname: text('surname'),
  variables: jsonb('variables').$type<Record<string, string>>().notNull().default({}),
}

/** Somebody in a list. A number is in it once. */
export const listRecipients = pgTable(
  'list_recipients',
  {
    listId: text('list_id')
      .notNull()
      .references(() => recipientLists.id, { onDelete: 'cascade' }),
    appId: text('app_id').notNull(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    ...person,
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.phone] }),
    index('list_recipients_order').on(table.listId, table.seq),
  ],
)

/**
 * One message to many. `step` grows by one with each thing that happens to it: a tick for another step than the row's does nothing.
 * It outlives its session and its messages.
 */
export const campaigns = pgTable(
  'campaigns',
  {
    id: text('id').primaryKey(),
    appId: app(),
    sessionId: text('session_id').notNull(),
    name: text('name').notNull(),
    /** What each recipient gets, with placeholders in its text or its caption. */
    type: text('type').$type<MessageType>().notNull(),
    content: jsonb('content').$type<MessageContent>().notNull(),
    /** Where its file is in our store. */
    mediaKey: text('media_key'),
    pacing: jsonb('pacing').$type<CampaignPacing>().notNull(),
    /** Whether we are seen typing before each message. */
    typing: boolean('typing').notNull(),
    status: text('status').$type<CampaignStatus>().notNull(),
    /** Why it is paused, or failed. */
    reason: text('reason').$type<CampaignReason>(),
    scheduledAt: instant('scheduled_at'),
    step: integer('step').notNull().default(0),
    /** When its next tick is due; null while there is none. */
    nextAt: instant('next_at'),
    /** Not before then by its own pace; others of its session may hold it up for longer. */
    dueAt: instant('due_at'),
    /** How many people it goes to. */
    size: integer('size').notNull().default(0),
    /** How many messages of it have been accepted. */
    accepted: integer('accepted').notNull().default(0),
    /** The position to whom we are seen typing. */
    typingTo: integer('typing_to'),
    /** The month (`YYYY-MM`) in which its units were reserved; null before its start. */
    chargedMonth: text('charged_month'),
    startedAt: instant('started_at'),
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    deletedAt: deletedAt(),
  },
  (table) => [
    index('campaigns_deleted').on(table.deletedAt).where(sql`deleted_at is not null`),
    index('campaigns_app').on(table.appId, table.createdAt, table.id),
    index('campaigns_due').on(table.nextAt).where(sql`next_at is not null`),
    index('campaigns_file').on(table.mediaKey).where(sql`media_key is not null`),
    index('campaigns_paused').on(table.sessionId).where(sql`status = 'paused'`),
  ],
)

export const campaignRecipientStatus = pgEnum('campaign_recipient_status', CAMPAIGN_RECIPIENT_STATUSES)

/**
 * Somebody whom a campaign goes to: the campaign's own copy. `messageId` is set together with the message's row; the status then
 * follows the message's, in the same statement that changes it.
 */
export const campaignRecipients = pgTable(
  'campaign_recipients',
  {
    campaignId: text('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    appId: text('app_id').notNull(),
    position: integer('position').notNull(),
    ...person,
    status: campaignRecipientStatus('status').notNull().default('pending'),
    error: text('error').$type<RecipientError>(),
    messageId: text('message_id'),
    /** When its message was accepted. */
    acceptedAt: instant('accepted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.campaignId, table.position] }),
    uniqueIndex('campaign_recipients_once').on(table.campaignId, table.phone),
    index('campaign_recipients_status').on(table.campaignId, table.status, table.position),
    index('campaign_recipients_message').on(table.messageId).where(sql`message_id is not null`),
  ],
)
