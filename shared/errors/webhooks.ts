import { VesperError } from './vesperError.ts'

export class TooManyWebhooks extends VesperError {
  constructor(facts: { limit: number }) {
    super('LIMIT_EXCEEDED', `An app has ${facts.limit} webhooks at the most. Delete one first.`)
  }
}

export class WebhookIsDisabled extends VesperError {
  constructor(facts: { webhookId: string }) {
    super(
      'CONFLICT',
      `Webhook ${facts.webhookId} is disabled. Enable it first: PATCH /webhooks/${facts.webhookId} {"enabled":true}.`,
    )
  }
}

export class DeliveryUnderWay extends VesperError {
  constructor(facts: { deliveryId: string }) {
    super('CONFLICT', `Delivery ${facts.deliveryId} is under way already: the log shows its next attempt.`)
  }
}
