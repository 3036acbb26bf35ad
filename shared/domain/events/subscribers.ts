import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { ALL_EVENTS } from '#shared/contracts/events.ts'
import { flowRuns, flows, webhooks } from '#shared/database/index.ts'

/** What decides who wants to hear of an event: columns of a row, or values. */
export type Addressed = Record<'appId' | 'sessionId' | 'type', SQLWrapper>

/** Whether anybody wants to hear of an event. Of what nobody wants, no queue is told. */
export function hasSubscriber(event: Addressed): SQL<boolean> {
  return sql<boolean>`(${concernsWebhooks(event)} or ${concernsFlows(event)})`
}

/** Whether a flow may answer to it: the session has one that is live, or a conversation that goes on. */
export function concernsFlows({ sessionId, type }: Omit<Addressed, 'appId'>): SQL<boolean> {
  return sql<boolean>`(${type} in ('message.received', 'message.from_phone') and (
    exists (select 1 from ${flows} where ${flows.sessionId} = ${sessionId} and ${flows.publishedVersionId} is not null)
    or exists (select 1 from ${flowRuns} where ${flowRuns.sessionId} = ${sessionId} and ${flowRuns.status} in ('active', 'paused'))))`
}

/** One that is switched off is told too: by a delivery that waits for its replay. */
function concernsWebhooks({ appId, type }: Omit<Addressed, 'sessionId'>): SQL<boolean> {
  return sql<boolean>`exists (select 1 from ${webhooks} where ${webhooks.appId} = ${appId} and ${webhooks.deletedAt} is null and ${subscribes(type)})`
}

/** Whether a webhook asked for events of a type. */
export function subscribes(type: SQLWrapper): SQL<boolean> {
  return sql<boolean>`${webhooks.events} && array[${type}, ${ALL_EVENTS}]`
}
