import { answers } from './answers.ts'
import { chats } from './chats.ts'
import { connectorRequests } from './connectorRequests.ts'
import { contacts } from './contacts.ts'
import { conversations, transcripts } from './conversations.ts'
import { events } from './events.ts'
import { exports } from './exports.ts'
import { groups } from './groups.ts'
import { journal } from './journal.ts'
import { lateChanges } from './lateChanges.ts'
import { lidMappings } from './lidMappings.ts'
import { messages } from './messages.ts'
import { pending } from './pending.ts'
import { receipts } from './receipts.ts'
import { campaignRecipients, listRecipients } from './recipients.ts'
import type { AnySection } from './section.ts'
import { suppressions } from './suppressions.ts'
import { usernames } from './usernames.ts'

export type { AnySection, Batch, FileReference, Line, Walk } from './section.ts'

/** Sections that could still write to the person. An erasure visits these sections first. */
const PREPARATIONS: readonly AnySection[] = [
  campaignRecipients,
  listRecipients,
  conversations,
  pending,
  exports,
]

/** Number of sections of an erasure before which the gateway could still write to the person. */
export const PREPARED = PREPARATIONS.length

/** The sections of each kind of request, in the order of the walk. Events come after the messages that they are about. */
export const SECTIONS: Readonly<Record<'export' | 'erasure', readonly AnySection[]>> = {
  export: [
    contacts,
    lidMappings,
    usernames,
    chats,
    groups,
    messages,
    receipts,
    answers,
    conversations,
    transcripts,
    listRecipients,
    campaignRecipients,
    suppressions,
    events,
  ],
  erasure: [
    ...PREPARATIONS,
    messages,
    receipts,
    answers,
    lateChanges,
    contacts,
    chats,
    groups,
    connectorRequests,
    journal,
    events,
    lidMappings,
    usernames,
  ],
}
