import { Webhooks as Operations } from './generated/resources.ts'
import { unwrap } from './webhooks.ts'

/** Webhooks, with the verification of those that arrive. */
export class Webhooks extends Operations {
  /** Same as `unwrapWebhook`, which needs no API key. */
  readonly unwrap = unwrap
}
