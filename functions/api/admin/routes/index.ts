import type { Route } from '../../route.ts'
import { accountRoutes } from './accounts.ts'
import { appRoutes } from './apps.ts'
import { deliveryRoutes } from './deliveries.ts'
import { keyRoutes } from './keys.ts'
import { operationRoutes } from './operation.ts'
import { webhookRoutes } from './webhooks.ts'
import { whatsappVersionRoutes } from './whatsappVersion.ts'

/** Endpoints of the management API, in the order of its reference. */
export const adminRoutes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...keyRoutes,
  ...operationRoutes,
  ...whatsappVersionRoutes,
  ...webhookRoutes,
  ...deliveryRoutes,
]
