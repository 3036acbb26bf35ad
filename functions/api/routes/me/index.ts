import type { Route } from '../../route.ts'
import { getMeRoute } from './getMe.ts'

/** Route of the caller's own app and key. */
export const meRoutes: readonly Route[] = [getMeRoute]
