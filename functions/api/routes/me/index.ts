import type { Route } from '../../route.ts'
import { getMeRoute } from './getMe.ts'
import { getOwnAppRoute, updateOwnAppRoute } from './ownApp.ts'

/** Route of the caller's own app and key. */
export const meRoutes: readonly Route[] = [getMeRoute]

/** Routes of the settings of the caller's own app. */
export const ownAppRoutes: readonly Route[] = [getOwnAppRoute, updateOwnAppRoute]
