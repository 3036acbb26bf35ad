import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { ALL_EVENTS, OPERATOR_EVENT_TYPES } from '#shared/contracts/events.ts'
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
 * which can be replayed. Filters do not count, because only the fan-out reads the facts that filters look at.
 */
function concernsWebhooks(event: Addressed): SQL<boolean> {
  const hears = (owner: SQL) => sql`exists (select 1 from ${webhooks} where ${owner})`
  return sql<boolean>`(${hears(hearsOwn(event))} or (${isOperators(event)} and ${hears(hearsAll(event))}))`
}

/**
 * Builds the query for the ids of the webhooks, of the app or of the operator, that subscribe to an event. One condition for both owners
 * would read all webhooks.
 */
export function subscriberIds(event: Addressed): SQL {
  return sql`select ${webhooks.id} from ${webhooks} where ${hearsOwn(event)}
    union all select ${webhooks.id} from ${webhooks} where ${isOperators(event)} and ${hearsAll(event)}`
}

/** Builds the condition that a webhook belongs to the app of an event, and names its type and its session. */
function hearsOwn({ appId, sessionId, type }: Addressed): SQL {
  return sql`${webhooks.appId} = ${appId} and ${isNamed(type)} and (${webhooks.sessions} is null or ${sessionId} = any(${webhooks.sessions}))`
}

/** Builds the condition that a webhook belongs to the operator, and names the type of an event. */
function hearsAll({ type }: Pick<Addressed, 'type'>): SQL {
  return sql`${webhooks.appId} is null and ${isNamed(type)}`
}

function isNamed(type: SQLWrapper): SQL {
  return sql`${webhooks.deletedAt} is null and ${webhooks.events} && array[${type}, ${ALL_EVENTS}]`
}

function isOperators({ type }: Pick<Addressed, 'type'>): SQL {
  return sql`${type} in (${OPERATOR_TYPES})`
}

// The names are those of the contract, so that they need no parameters.
const OPERATOR_TYPES = sql.raw(OPERATOR_EVENT_TYPES.map((type) => `'${type}'`).join(', '))
