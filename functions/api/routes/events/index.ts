import type { Route } from '../../route.ts'
import { listEventsRoute } from './listEvents.ts'

/** Route of the log of events. */
export const eventRoutes: readonly Route[] = [listEventsRoute]
