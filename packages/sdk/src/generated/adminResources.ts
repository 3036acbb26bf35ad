// Generated from the OpenAPI document by `npm run openapi`. Do not edit.

import type { PagePromise } from '../core/page.ts'
import { Resource } from '../core/resource.ts'
import type { RequestOptions } from '../core/transport.ts'
import type { components, operations } from './adminTypes.ts'

type Schemas = components['schemas']
/** The body of an operation. */
type BodyOf<O extends keyof operations> = operations[O] extends { requestBody?: { content: { 'application/json': infer B } } } ? B : never
/** The query parameters of an operation. */
type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>

export class Accounts extends Resource {
  /**
   * Create an account, with its first app.
   * The account is active at once. Create an API key for the app next.
   */
  create(body: BodyOf<'accounts.create'>, options: RequestOptions = {}): Promise<Schemas['NewAccountAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/accounts`, body }, options)
  }

  /**
   * List all accounts, newest first.
   * Includes suspended accounts.
   */
  list(query: QueryOf<'accounts.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['AccountPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/accounts`, query }, options)
  }

  /**
   * Get an account.
   * `suspendedAt` is null for an active account.
   */
  get(accountId: string, options: RequestOptions = {}): Promise<Schemas['AccountAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}` }, options)
  }

  /**
   * Rename an account, or move it to another plan.
   * Omitted fields stay unchanged. A smaller plan removes nothing, and refuses only additions above its limits. PATCH does the same.
   */
  update(accountId: string, body: BodyOf<'accounts.update'>, options: RequestOptions = {}): Promise<Schemas['AccountAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}`, body }, options)
  }

  /**
   * Suspend an account.
   * Within 10 s, requests with keys of the account get 403. The sessions stay connected and keep receiving.
   */
  suspend(accountId: string, options: RequestOptions = {}): Promise<Schemas['AccountAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}/suspend` }, options)
  }

  /**
   * Resume a suspended account.
   * Within 10 s, the keys of the account are accepted again. An active account stays as it is.
   */
  resume(accountId: string, options: RequestOptions = {}): Promise<Schemas['AccountAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}/resume` }, options)
  }

  /**
   * Get the usage of an account.
   * Answers the messages and broadcasts of a calendar month in UTC, and the current number of apps and sessions.
   */
  getUsage(accountId: string, query: QueryOf<'accounts.getUsage'> = {}, options: RequestOptions = {}): Promise<Schemas['UsageAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}/usage`, query }, options)
  }
}

export class Apps extends Resource {
  /**
   * Create another app of an account, within the limits of its plan.
   * An app is a tenant: its keys see only its own data. Create an API key for the app next.
   */
  create(accountId: string, body: BodyOf<'apps.create'>, options: RequestOptions = {}): Promise<Schemas['AppAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}/apps`, body }, options)
  }

  /**
   * List an account's apps, oldest first.
   * Answers the apps of one account. An account has an app from its creation.
   */
  list(accountId: string, query: QueryOf<'apps.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['AppPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/accounts/${encodeURIComponent(accountId)}/apps`, query }, options)
  }

  /**
   * Delete an app and its keys.
   * Delete its sessions first, because each must be unlinked from its phone.
   */
  delete(appId: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/admin/v1/apps/${encodeURIComponent(appId)}` }, options)
  }
}

export class Keys extends Resource {
  /**
   * Create an API key.
   * The key opens the API for one app, within the limits that you name: scopes, sessions, an end, and addresses. Only this answer contains the whole key.
   */
  create(appId: string, body: BodyOf<'keys.create'>, options: RequestOptions = {}): Promise<Schemas['NewApiKeyAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/apps/${encodeURIComponent(appId)}/keys`, body }, options)
  }

  /**
   * List an app's keys, newest first.
   * Includes revoked keys. The answer has the prefix of each key, and no secret.
   */
  list(appId: string, query: QueryOf<'keys.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['ApiKeyPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/apps/${encodeURIComponent(appId)}/keys`, query }, options)
  }

  /**
   * Get an API key with its limits.
   * The answer has the prefix of the key, and no secret. A revoked key is answered too.
   */
  get(keyId: string, options: RequestOptions = {}): Promise<Schemas['ApiKeyAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/admin/v1/keys/${encodeURIComponent(keyId)}` }, options)
  }

  /**
   * Change the name and the limits of an API key.
   * Omitted fields stay unchanged, and null removes a limit. The change works immediately in the process that answers, and within 10 s in the others. PATCH does the same.
   */
  update(keyId: string, body: BodyOf<'keys.update'>, options: RequestOptions = {}): Promise<Schemas['ApiKeyAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/admin/v1/keys/${encodeURIComponent(keyId)}`, body }, options)
  }

  /**
   * Revoke an API key.
   * The key is invalid for ever: immediately in the process that answers, and within 10 s in the others.
   */
  revoke(keyId: string, options: RequestOptions = {}): Promise<Schemas['ApiKeyAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/keys/${encodeURIComponent(keyId)}/revoke` }, options)
  }

  /**
   * Revoke an API key, and create its replacement.
   * The new key has another id, and the same name and limits. Only this answer contains the whole key.
   */
  regenerate(keyId: string, options: RequestOptions = {}): Promise<Schemas['NewApiKeyAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/keys/${encodeURIComponent(keyId)}/regenerate` }, options)
  }
}

export class Sessions extends Resource {
  /**
   * List the sessions of all tenants, newest first.
   * Each session has its app, its account and its partition.
   */
  list(query: QueryOf<'sessions.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['OperatorSessionPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/sessions`, query }, options)
  }
}

export class Connectors extends Resource {
  /**
   * List the connectors with a recent heartbeat.
   * Answers the load of each connector, the longest running first.
   */
  list(options: RequestOptions = {}): Promise<Schemas['ConnectorListAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/admin/v1/connectors` }, options)
  }
}

export class Audit extends Resource {
  /**
   * List the audit log, newest first.
   * Each export and each erasure of a person has an entry with the key of its request, and an entry of its completion. The log has no numbers and no contents. Entries are kept for 90 days, also after the deletion of their app.
   */
  list(query: QueryOf<'audit.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['AuditEntryPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/audit`, query }, options)
  }
}

export class WhatsappVersion extends Resource {
  /**
   * Get the version of WhatsApp Web that the fleet uses.
   * WhatsApp refuses old versions (405). The connectors then read the current version from WhatsApp Web, and log in again.
   */
  get(options: RequestOptions = {}): Promise<Schemas['WhatsAppVersionAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/admin/v1/whatsapp-version` }, options)
  }

  /**
   * Set the version of WhatsApp Web for all new logins.
   * The version takes precedence over each learned version until its deletion. Sessions with the reason `client_outdated` log in again. Connected sessions stay connected. PATCH does the same.
   */
  set(body: BodyOf<'whatsappVersion.set'>, options: RequestOptions = {}): Promise<Schemas['WhatsAppVersionAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/admin/v1/whatsapp-version`, body }, options)
  }

  /**
   * Take back the operator's version of WhatsApp Web.
   * The fleet uses the newest known version again. Sessions with the reason `client_outdated` log in again. Without a version of the operator, the call changes nothing else.
   */
  delete(options: RequestOptions = {}): Promise<Schemas['WhatsAppVersionAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/admin/v1/whatsapp-version` }, options)
  }
}

export class Webhooks extends Resource {
  /**
   * Create a webhook for the sessions of all accounts.
   * The webhook receives `session.*` events of every account, except `session.qr`, whose code links a phone. Each body names the `app` and the `account` of the session. Only this answer shows the secret. There are 20 such webhooks at most.
   */
  create(body: BodyOf<'webhooks.create'>, options: RequestOptions = {}): Promise<Schemas['NewOperatorWebhookAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/webhooks`, body }, options)
  }

  /**
   * List the operator's webhooks, newest first.
   * Answers the webhooks of the operator without their secrets, and no webhook of an app.
   */
  list(query: QueryOf<'webhooks.list'> = {}, options: RequestOptions = {}): PagePromise<Schemas['OperatorWebhookPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/webhooks`, query }, options)
  }

  /**
   * Get a webhook of the operator's.
   * Answers the webhook without its secret. `disabledReason` says why a webhook is disabled.
   */
  get(id: string, options: RequestOptions = {}): Promise<Schemas['OperatorWebhookAnswer']['data']> {
    return this.transport.call({ method: 'GET', path: `/admin/v1/webhooks/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Change the URL, the events, the headers or the secret of a webhook.
   * Omitted fields stay unchanged. `enabled: true` enables a webhook that was disabled for any reason. A new `secret` takes effect at once: to keep the old secret for 24 hours, rotate the secret. PATCH does the same.
   */
  update(id: string, body: BodyOf<'webhooks.update'>, options: RequestOptions = {}): Promise<Schemas['OperatorWebhookAnswer']['data']> {
    return this.transport.call({ method: 'PUT', path: `/admin/v1/webhooks/${encodeURIComponent(id)}`, body }, options)
  }

  /**
   * Delete a webhook of the operator's.
   * The delivery log is deleted, and pending deliveries are dropped.
   */
  delete(id: string, options: RequestOptions = {}): Promise<Schemas['DeletedAnswer']['data']> {
    return this.transport.call({ method: 'DELETE', path: `/admin/v1/webhooks/${encodeURIComponent(id)}` }, options)
  }

  /**
   * Give a webhook a new secret.
   * For 24 hours the old secret signs too. Only this answer shows the new secret.
   */
  rotateSecret(id: string, body: BodyOf<'webhooks.rotateSecret'>, options: RequestOptions = {}): Promise<Schemas['NewOperatorWebhookAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/webhooks/${encodeURIComponent(id)}/secret/rotate`, body }, options)
  }

  /**
   * Send a test payload to verify an endpoint.
   * Posts a signed `webhook.test` event immediately, also to a disabled webhook, and answers the response of the endpoint.
   */
  test(id: string, options: RequestOptions = {}): Promise<Schemas['WebhookTestAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/webhooks/${encodeURIComponent(id)}/test` }, options)
  }

  /**
   * List the deliveries of a webhook, newest first.
   * Lists deliveries of the last 14 days with their attempts. The deliveries of a deleted session or app are deleted with its events.
   */
  listDeliveries(id: string, query: QueryOf<'webhooks.listDeliveries'> = {}, options: RequestOptions = {}): PagePromise<Schemas['DeliveryPage']['data'][number]> {
    return this.transport.list({ method: 'GET', path: `/admin/v1/webhooks/${encodeURIComponent(id)}/logs`, query }, options)
  }

  /**
   * Deliver an event again.
   * The gateway posts the event again with the same IDs, and with all retries. The webhook must be enabled.
   */
  replayDelivery(id: string, deliveryId: string, options: RequestOptions = {}): Promise<Schemas['ReplayedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/webhooks/${encodeURIComponent(id)}/deliveries/${encodeURIComponent(deliveryId)}/replay` }, options)
  }

  /**
   * Deliver all failed events since a time again.
   * Includes the events that the webhook missed while it was disabled. A request works for 15 s at most; the same request again continues with the rest.
   */
  replayFailed(id: string, body: BodyOf<'webhooks.replayFailed'>, options: RequestOptions = {}): Promise<Schemas['ReplayedAnswer']['data']> {
    return this.transport.call({ method: 'POST', path: `/admin/v1/webhooks/${encodeURIComponent(id)}/replay`, body }, options)
  }
}

/** The resources of the API, which share one transport. */
export class Resources extends Resource {
  readonly accounts: Accounts = new Accounts(this.transport)
  readonly apps: Apps = new Apps(this.transport)
  readonly keys: Keys = new Keys(this.transport)
  readonly sessions: Sessions = new Sessions(this.transport)
  readonly connectors: Connectors = new Connectors(this.transport)
  readonly audit: Audit = new Audit(this.transport)
  readonly whatsappVersion: WhatsappVersion = new WhatsappVersion(this.transport)
  readonly webhooks: Webhooks = new Webhooks(this.transport)
}
