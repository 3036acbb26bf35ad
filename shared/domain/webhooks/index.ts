export { createWebhook } from './createWebhook.ts'
export { deleteWebhook } from './deleteWebhook.ts'
export { type EventFacts, passesFilter } from './filter.ts'
export { getWebhook } from './getWebhook.ts'
export { openHeaders } from './headers.ts'
export {
  operatorWebhookInput,
  operatorWebhookPatch,
  toWebhookInput,
  webhookInput,
  webhookPatch,
} from './input.ts'
export { listWebhooks } from './listWebhooks.ts'
export { loadWebhook } from './loadWebhook.ts'
export { rotateSecret } from './rotateSecret.ts'
export { secretSchema, signingSecrets, standardKey } from './secrets.ts'
export { updateWebhook } from './updateWebhook.ts'
export { openVault } from './vault.ts'
export {
  newOperatorWebhookSchema,
  newWebhookSchema,
  operatorWebhookSchema,
  type WebhookRow,
  webhookSchema,
} from './view.ts'
