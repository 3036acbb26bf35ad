import { VesperError } from './vesperError.ts'

export class TooManyWebhooks extends VesperError {
  constructor({ limit, owner }: { limit: number; owner: 'app' | 'operator' }) {
    const who = owner === 'app' ? 'An app' : 'The operator'
    super('LIMIT_EXCEEDED', `${who} has at most ${limit} webhooks. Delete a webhook first.`)
  }
}

export class WebhookIsDisabled extends VesperError {
  constructor(facts: { webhookId: string }) {
    super(
      'CONFLICT',
      `Webhook ${facts.webhookId} is disabled. Enable the webhook first: PATCH /webhooks/${facts.webhookId} {"enabled":true}.`,
    )
  }
}

export class DeliveryUnderWay extends VesperError {
  constructor(facts: { deliveryId: string }) {
    super(
      'CONFLICT',
      `Delivery ${facts.deliveryId} is already in progress. The delivery log shows its next attempt.`,
    )
  }
}
