import type { Route } from '../../route.ts'
import { accountRoutes } from './accounts.ts'
import { appRoutes } from './apps.ts'
import { keyRoutes } from './keys.ts'
import { operationRoutes } from './operation.ts'

/** Every endpoint of the management API, in the order in which its reference shows them. */
export const adminRoutes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...keyRoutes,
  ...operationRoutes,
]
