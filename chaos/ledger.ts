/** An answer that accepted nothing. */
export interface Refusal {
  /** Unix ms. */
  at: number
  /** 0 where there was none. */
  status: number
  code: string
}

/** A text that the API was asked to send, once or, under a key, until it said yes. Its text is nobody else's. */
export interface Send {
  text: string
  session: string
  customer: string
  key: string | undefined
  /** Unix ms. */
  startedAt: number
  refusals: Refusal[]
  /** The message's id, once it was accepted. */
  id: string | undefined
}

/** A message that WhatsApp has taken from a phone. */
export interface Written {
  id: string
  session: string
  customer: string
}

/** What was asked for, to be held against what happened. */
export class Ledger {
  readonly sends: Send[] = []
  /** In the order in which each customer wrote. */
  readonly written: Written[] = []

  begin(send: Pick<Send, 'session' | 'customer' | 'key'>): Send {
    const text = `chaos ${this.sends.length + 1}`
    const begun: Send = { ...send, text, startedAt: Date.now(), refusals: [], id: undefined }
    this.sends.push(begun)
    return begun
  }

  /** Those that were accepted. */
  get accepted(): (Send & { id: string })[] {
    return this.sends.filter((send): send is Send & { id: string } => send.id !== undefined)
  }
}
