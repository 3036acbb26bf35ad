/** A response that accepted nothing. */
export interface Refusal {
  /** Unix ms. */
  at: number
  /** 0 if there was no response. */
  status: number
  code: string
}

/** A requested send of a text: one request, or repeated requests under a key until the API accepted the text. Each text is unique. */
export interface Send {
  text: string
  session: string
  customer: string
  key: string | undefined
  /** Unix ms. */
  startedAt: number
  refusals: Refusal[]
  /** The message's id, after it was accepted. */
  id: string | undefined
}

/** A message that WhatsApp accepted from a phone. */
export interface Written {
  id: string
  session: string
  customer: string
}

/** The requests of a run, which the checks compare with the evidence. */
export class Ledger {
  readonly sends: Send[] = []
  /** Messages in the order in which each customer wrote them. */
  readonly written: Written[] = []

  begin(send: Pick<Send, 'session' | 'customer' | 'key'>): Send {
    const text = `chaos ${this.sends.length + 1}`
    const begun: Send = { ...send, text, startedAt: Date.now(), refusals: [], id: undefined }
    this.sends.push(begun)
    return begun
  }

  /** Returns the accepted sends. */
  get accepted(): (Send & { id: string })[] {
    return this.sends.filter((send): send is Send & { id: string } => send.id !== undefined)
  }
}
