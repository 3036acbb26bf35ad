import type { Route } from '../../route.ts'
import { createWebhookRoute } from './createWebhook.ts'
import { deleteWebhookRoute } from './deleteWebhook.ts'
import { getWebhookRoute } from './getWebhook.ts'
import { listDeliveriesRoute } from './listDeliveries.ts'
import { listWebhooksRoute } from './listWebhooks.ts'
import { replayDeliveryRoute } from './replayDelivery.ts'
import { replayFailedRoute } from './replayFailed.ts'
import { rotateSecretRoute } from './rotateSecret.ts'
import { testWebhookRoute } from './testWebhook.ts'
import { updateWebhookRoute } from './updateWebhook.ts'

/** Routes of webhooks and their deliveries. */
export const webhookRoutes: readonly Route[] = [
  createWebhookRoute,
  listWebhooksRoute,
  getWebhookRoute,
  updateWebhookRoute,
  deleteWebhookRoute,
  testWebhookRoute,
  listDeliveriesRoute,
  replayDeliveryRoute,
  replayFailedRoute,
  rotateSecretRoute,
]
