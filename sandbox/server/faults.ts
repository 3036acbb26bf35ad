import { z } from 'zod'

/** An ack, failure or stream error code. */
const code = z.number().int().min(100).max(999)
const delayMs = z.number().int().min(1).max(600_000)
const on = z.literal(true)

/**
 * Every fault there is and its value. A new one is a line here and a question (`take` or `of`) at the place that
 * is to go wrong.
 */
const FAULTS = {
  /** The TCP connection is destroyed instead of upgraded. Nobody is known yet: takes no phone. */
  refuseConnections: on,
  /** A login is answered with `<failure reason/>`. */
  failLogin: code,
  /** A companion's message is refused: `<ack class=message error/>`, and it goes nowhere. */
  ackError: code,
  /** A companion's message is delivered, but its ack is lost. */
  dropAcks: on,
  /** A companion's message is acked late. */
  ackDelayMs: delayMs,
  /** The receipts that this account's devices send are lost before the server: what they confirm comes again. */
  dropReceipts: on,
  /** `<stream:error code/>` to companions that are connected, or that log in later. */
  streamError: code,
  /** The phone pretends that it cannot decrypt a message, and asks for it again. */
  undecryptable: on,
  /** A phone's message is garbled for the companions it goes to: they ask for it again. */
  corrupt: on,
  /** A companion gets `<unavailable/>` instead of a message, of this type. */
  unavailable: z.enum([
    'none',
    'view_once',
    'view_once_unavailable_fanout',
    'bot_unavailable_fanout',
    'hosted_unavailable_fanout',
  ]),
  /** What a companion hears when it asks how its account stands: it may not write to strangers for so many seconds. */
  restrictedSeconds: z.number().int().min(1).max(31_536_000),
  /** A companion's iq is answered late. */
  iqDelayMs: delayMs,
  /** The sockets of companions stay open, but nothing is read from them or written to them. */
  silent: on,
} as const

type FaultName = keyof typeof FAULTS
type FaultValue<N extends FaultName> = z.infer<(typeof FAULTS)[N]>

/** A body of `POST /network/faults`: one or more faults, for one phone's account or for all, `count` times or until deleted. */
export const faultsBody = z
  .strictObject({
    ...FAULTS,
    phone: z.string().regex(/^\d{5,15}$/),
    count: z.number().int().min(1),
  })
  .partial()
  .refine((body) => Object.keys(body).some((key) => key in FAULTS), {
    message: `Name at least one fault: ${Object.keys(FAULTS).join(', ')}.`,
  })
  .refine((body) => !(body.refuseConnections && body.phone), {
    message: 'refuseConnections takes no phone: who connects is not known yet.',
  })
  .refine((body) => !(body.silent && body.count), {
    message: 'silent takes no count: it lasts until it is deleted.',
  })

/** A fault in force; `count` is how often it may still happen. */
export interface Fault {
  name: FaultName
  value: number | string | true
  phone?: string
  count?: number
}

/** What goes wrong on purpose. Kept in memory only: a restart is a network that works. */
export class Faults {
  private active: Fault[] = []

  list(): Fault[] {
    return this.active
  }

  clear(): void {
    this.active = []
  }

  /** Puts faults in force; one of the same name for the same phone is replaced. */
  set(body: z.infer<typeof faultsBody>): void {
    const { phone, count, ...values } = body
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) continue
      const name = key as FaultName
      this.active = this.active.filter((fault) => fault.name !== name || fault.phone !== phone)
      this.active.push({ name, value, ...(phone && { phone }), ...(count && { count }) })
    }
  }

  /** The value of a fault that now happens to this account, counted; undefined when all is well. */
  take<N extends FaultName>(name: N, phone?: string): FaultValue<N> | undefined {
    const fault = this.find(name, phone)
    if (fault?.count !== undefined) {
      fault.count -= 1
      if (fault.count === 0) this.active = this.active.filter((other) => other !== fault)
    }
    return fault?.value as FaultValue<N> | undefined
  }

  /** Whether a fault is in force for this account, without counting it. */
  has(name: FaultName, phone: string): boolean {
    return this.find(name, phone) !== undefined
  }

  /** The fault for this phone goes before the one for all. */
  private find(name: FaultName, phone: string | undefined): Fault | undefined {
    const named = this.active.filter((fault) => fault.name === name)
    return (
      named.find((fault) => fault.phone !== undefined && fault.phone === phone) ??
      named.find((fault) => fault.phone === undefined)
    )
  }
}
