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

/** Named lists of recipients, which users maintain. A new campaign copies the recipients of its lists. */
export const recipientLists = pgTable(
  'recipient_lists',
  {
    id: text('id').primaryKey(),
    appId: app(),
    name: text('name').notNull(),
    /** Number of recipients, for the account's cap. The stored number saves a count of all rows. */
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

/** The data of a recipient. A text may use each value as a placeholder. */
const person = {
  /** Phone number in digits, a LID, or `@username` until a session has found the LID of the username. */
  phone: text('phone').notNull(),
  /** The key for the username in `phone`; null without a key, and after the LID is known. */
  usernameKey: text('username_key'),
  name: text('name'),
  surname: text('surname'),
  variables: jsonb('variables').$type<Record<string, string>>().notNull().default({}),
}

/** Recipients of the lists. Each number is in a list at most once. */
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
 * Campaigns: one message to many recipients. Each change of a campaign increments `step`, and a tick for another step does nothing.
 * A campaign remains after the deletion of its session and its messages.
 */
export const campaigns = pgTable(
  'campaigns',
  {
    id: text('id').primaryKey(),
    appId: app(),
    sessionId: text('session_id').notNull(),
    name: text('name').notNull(),
    /** Kind and content of the message, with placeholders in the text or caption. */
    type: text('type').$type<MessageType>().notNull(),
    content: jsonb('content').$type<MessageContent>().notNull(),
    /** Key of the file in our store. */
    mediaKey: text('media_key'),
    pacing: jsonb('pacing').$type<CampaignPacing>().notNull(),
    /** True if the recipient sees "typing" before each message. */
    typing: boolean('typing').notNull(),
    status: text('status').$type<CampaignStatus>().notNull(),
    /** The reason of the status `paused` or `failed`. */
    reason: text('reason').$type<CampaignReason>(),
    scheduledAt: instant('scheduled_at'),
    step: integer('step').notNull().default(0),
    /** Time of the next tick; null without a next tick. */
    nextAt: instant('next_at'),
    /** Earliest time of the next message by the campaign's own pacing. Other campaigns of the session may delay the message further. */
    dueAt: instant('due_at'),
    /** Number of recipients. */
    size: integer('size').notNull().default(0),
    /** Number of accepted messages. */
    accepted: integer('accepted').notNull().default(0),
    /** Position of the recipient who sees "typing". */
    typingTo: integer('typing_to'),
    /** Month (`YYYY-MM`) of the reserved units; null before the start. */
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
 * The recipients of a campaign, as copies of its own. The statement that inserts the message also sets `messageId`. Each statement that
 * changes the status of the message also changes the status of the recipient.
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
    /** Time of the message's acceptance. */
    acceptedAt: instant('accepted_at'),
    /**
     * The JIDs by which WhatsApp knows the person: the phone number's and the LID. The connector sets both before the message leaves.
     * Null if unknown.
     */
    personJid: text('person_jid'),
    personLid: text('person_lid'),
  },
  (table) => [
    primaryKey({ columns: [table.campaignId, table.position] }),
    uniqueIndex('campaign_recipients_once').on(table.campaignId, table.phone),
    index('campaign_recipients_status').on(table.campaignId, table.status, table.position),
    index('campaign_recipients_message').on(table.messageId).where(sql`message_id is not null`),
    // One person may be in a campaign under several spellings of a number. The message of one spelling leaves.
    uniqueIndex('campaign_recipients_person')
      .on(table.campaignId, table.personJid)
      .where(sql`person_jid is not null`),
    uniqueIndex('campaign_recipients_person_lid')
      .on(table.campaignId, table.personLid)
      .where(sql`person_lid is not null`),
    // Finds the campaigns that have written to a person, when the person writes a stop word.
    index('campaign_recipients_contacted').on(table.appId, table.phone).where(sql`accepted_at is not null`),
  ],
)
