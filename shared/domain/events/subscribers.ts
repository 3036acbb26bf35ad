import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { ALL_EVENTS } from '#shared/contracts/events.ts'
import { flowRuns, flows, webhooks } from '#shared/database/index.ts'

/** Columns of an event, or values, that determine its subscribers. */
export type Addressed = Record<'appId' | 'sessionId' | 'type', SQLWrapper>

/** Builds the condition that an event has a subscriber. An event without a subscriber is never queued. */
export function hasSubscriber(event: Addressed): SQL<boolean> {
  return sql<boolean>`(${concernsWebhooks(event)} or ${concernsFlows(event)})`
}

/** Builds the condition that a flow may answer an event: the session has a published and enabled flow, or an
 * unfinished run. */
export function concernsFlows({ sessionId, type }: Omit<Addressed, 'appId'>): SQL<boolean> {
  return sql<boolean>`(${type} in ('message.received', 'message.from_phone') and (
    exists (select 1 from ${flows} where ${flows.sessionId} = ${sessionId} and ${flows.publishedVersionId} is not null and ${flows.enabled})
    or exists (select 1 from ${flowRuns} where ${flowRuns.sessionId} = ${sessionId} and ${flowRuns.status} in ('active', 'paused'))))`
}

/**
 * Builds the condition that a webhook subscribes to an event. A disabled webhook counts, and gets a failed delivery,
 * which can be replayed.
 */
function concernsWebhooks({ appId, type }: Omit<Addressed, 'sessionId'>): SQL<boolean> {
  return sql<boolean>`exists (select 1 from ${webhooks} where ${webhooks.appId} = ${appId} and ${webhooks.deletedAt} is null and ${subscribes(type)})`
}

/** Builds the condition that a webhook's list of events contains a type. */
export function subscribes(type: SQLWrapper): SQL<boolean> {
  return sql<boolean>`${webhooks.events} && array[${type}, ${ALL_EVENTS}]`
}
