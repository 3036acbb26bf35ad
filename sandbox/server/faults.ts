import { z } from 'zod'

/** The code of an ack, a failure or a stream error. */
const code = z.number().int().min(100).max(999)
/** The reason of a failed login. A temporary ban (402) also has the code of its cause and its length in seconds. */
const failure = z.union([
  code,
  z.strictObject({
    reason: code,
    code: code.optional(),
    expire: z.number().int().min(0).max(31_536_000).optional(),
  }),
])
const delayMs = z.number().int().min(1).max(600_000)
const on = z.literal(true)

/**
 * The faults and their values. A new fault needs a line here, and a call of `take` or `has` at the place of
 * the fault.
 */
const FAULTS = {
  /** Destroys the TCP connection instead of an upgrade. The account is still unknown, so the fault takes no phone. */
  refuseConnections: on,
  /** Answers a login with `<failure reason/>`. */
  failLogin: failure,
  /** Refuses a companion's message with `<ack class=message error/>`, and delivers it to no device. */
  ackError: code,
  /** Delivers a companion's message, and loses its ack. */
  dropAcks: on,
  /** Delays the ack of a companion's message. */
  ackDelayMs: delayMs,
  /** Loses the receipts of this account's devices before the server. The server then delivers the messages again. */
  dropReceipts: on,
  /** Loses notifications of changed device lists before the companions of this account. */
  dropDeviceNews: on,
  /** Sends `<stream:error code/>` to connected companions, or at the next login. */
  streamError: code,
  /** Lets the phone act as if it could not decrypt a message. The phone then sends a retry receipt. */
  undecryptable: on,
  /** Garbles a phone's message for companions, which then send retry receipts. */
  corrupt: on,
  /** Sends a companion `<unavailable/>` of this type in place of a message. */
  unavailable: z.enum([
    'none',
    'view_once',
    'view_once_unavailable_fanout',
    'bot_unavailable_fanout',
    'hosted_unavailable_fanout',
  ]),
  /** Answers a companion's query for restrictions with a reach-out timelock of this length. */
  restrictedSeconds: z.number().int().min(1).max(31_536_000),
  /** Delays the answer to a companion's iq. */
  iqDelayMs: delayMs,
  /** Keeps the sockets of companions open, but reads nothing from them and writes nothing to them. */
  silent: on,
} as const

type FaultName = keyof typeof FAULTS
type FaultValue<N extends FaultName> = z.infer<(typeof FAULTS)[N]>

/**
 * The body of `POST /network/faults`: one or more faults, for one phone's account or for all accounts. A
 * fault happens `count` times, or until it is deleted.
 */
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
    message: 'refuseConnections takes no phone, because the account is unknown before the login.',
  })
  .refine((body) => !(body.silent && body.count), {
    message: 'silent takes no count, because the fault lasts until DELETE /network/faults.',
  })

/** An active fault. `count` is the number of times that the fault may still happen. */
export interface Fault {
  name: FaultName
  value: number | string | true | object
  phone?: string
  count?: number
}

/** The active faults. Faults are in memory only, so a restart ends all faults. */
export class Faults {
  private active: Fault[] = []

  list(): Fault[] {
    return this.active
  }

  clear(): void {
    this.active = []
  }

  /** Activates faults. A fault replaces the fault of the same name for the same phone. */
  set(body: z.infer<typeof faultsBody>): void {
    const { phone, count, ...values } = body
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) continue
      const name = key as FaultName
      this.active = this.active.filter((fault) => fault.name !== name || fault.phone !== phone)
      this.active.push({ name, value, ...(phone && { phone }), ...(count && { count }) })
    }
  }

  /**
   * Counts a fault that happens to this account now.
   * @returns the value of the fault, or undefined without a fault
   */
  take<N extends FaultName>(name: N, phone?: string): FaultValue<N> | undefined {
    const fault = this.find(name, phone)
    if (fault?.count !== undefined) {
      fault.count -= 1
      if (fault.count === 0) this.active = this.active.filter((other) => other !== fault)
    }
    return fault?.value as FaultValue<N> | undefined
  }

  /** Tells whether a fault is active for this account, without counting it. */
  has(name: FaultName, phone: string): boolean {
    return this.find(name, phone) !== undefined
  }

  /** Finds a fault. The fault for this phone has priority over the fault for all phones. */
  private find(name: FaultName, phone: string | undefined): Fault | undefined {
    const named = this.active.filter((fault) => fault.name === name)
    return (
      named.find((fault) => fault.phone !== undefined && fault.phone === phone) ??
      named.find((fault) => fault.phone === undefined)
    )
  }
}
