import type { BinaryNode } from '@whiskeysockets/baileys'
import { nanoid } from 'nanoid'
import { z } from 'zod'
import type { Parts } from '../world.ts'
import { fromServer, node, nowSeconds } from './nodes.ts'

const seconds = z.number().int().min(1).max(31_536_000)

/** The body of `POST /phones/:phone/restriction`: a limit that WhatsApp sets on the account, or its end. */
export const restrictionBody = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('reachout_timelock'),
    /** Length of the timelock. Null lifts the timelock. */
    seconds: seconds.nullable(),
    reason: z.string().default('DEFAULT'),
  }),
  z.strictObject({
    kind: z.literal('message_cap'),
    status: z.enum(['NONE', 'FIRST_WARNING', 'SECOND_WARNING', 'CAPPED']),
    /** Time until the cycle of the cap ends. */
    seconds: seconds.default(86_400),
    total: z.number().int().min(0).default(100),
    used: z.number().int().min(0).default(100),
  }),
])
type RestrictionBody = z.infer<typeof restrictionBody>

/** The restrictions of each account, as WhatsApp's GraphQL answers name them. */
export class Restrictions {
  readonly #timelocks = new Map<string, object>()
  readonly #caps = new Map<string, object>()

  /** Sets or lifts a restriction. Returns the notification for the companions of the account. */
  set(phone: string, body: RestrictionBody): BinaryNode {
    if (body.kind === 'reachout_timelock') {
      const timelock =
        body.seconds === null ? { is_active: false } : activeTimelock(body.seconds, body.reason)
      this.#timelocks.set(phone, timelock)
      return mexNotification('NotificationUserReachoutTimelockUpdate', {
        xwa2_notify_account_reachout_timelock: timelock,
      })
    }
    const cap = capOf(body)
    this.#caps.set(phone, cap)
    return mexNotification('MessageCappingInfoNotification', {
      xwa2_notify_new_chat_messages_capping_info_update: cap,
    })
  }

  timelock(phone: string): object {
    return this.#timelocks.get(phone) ?? { is_active: false }
  }

  cap(phone: string): object {
    return this.#caps.get(phone) ?? {}
  }
}

export function activeTimelock(seconds: number, reason = 'DEFAULT'): object {
  return {
    is_active: true,
    time_enforcement_ends: String(nowSeconds() + seconds),
    enforcement_type: reason,
  }
}

/** Queues a notification for all companions of an account. */
export function notifyCompanions(
  world: Parts<'directory' | 'mailboxes'>,
  phone: string,
  notification: BinaryNode,
): void {
  for (const companion of world.directory.companions(phone)) world.mailboxes.put(companion, notification)
}

function capOf({ status, seconds, total, used }: Extract<RestrictionBody, { kind: 'message_cap' }>): object {
  return {
    total_quota: total,
    used_quota: used,
    cycle_start_timestamp: String(nowSeconds()),
    cycle_end_timestamp: String(nowSeconds() + seconds),
    server_sent_timestamp: String(nowSeconds()),
    ote_status: 'NOT_ELIGIBLE',
    mv_status: 'NOT_ELIGIBLE',
    capping_status: status,
  }
}

function mexNotification(operation: string, data: object): BinaryNode {
  const update = node('update', { op_name: operation }, Buffer.from(JSON.stringify({ data })))
  return node('notification', fromServer({ type: 'mex', id: nanoid(), t: String(nowSeconds()) }), [update])
}
