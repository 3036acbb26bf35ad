import { Transport, type TransportOptions } from './core/transport.ts'
import { Events } from './events.ts'
import { Resources } from './generated/resources.ts'
import { Messages } from './messages.ts'
import { Sessions } from './sessions.ts'
import { Webhooks } from './webhookResource.ts'

export interface VesperOptions extends TransportOptions {
  /** API key, which begins with `vsp_`. */
  apiKey: string
}

/** Client of the REST API. Each property is a resource of docs and `openapi.json`. */
export class Vesper extends Resources {
  override readonly sessions: Sessions
  override readonly messages: Messages
  override readonly events: Events
  override readonly webhooks: Webhooks

  /** @throws TypeError if the key is missing */
  constructor({ apiKey, ...options }: VesperOptions) {
    if (!apiKey) throw new TypeError('Pass an API key: new Vesper({ apiKey }).')
    super(new Transport({ ...options, headers: { ...options.headers, 'x-api-key': apiKey } }))
    this.sessions = new Sessions(this.transport)
    this.messages = new Messages(this.transport)
    this.events = new Events(this.transport)
    this.webhooks = new Webhooks(this.transport)
  }
}
