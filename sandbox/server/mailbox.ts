import type { BinaryNode } from '@whiskeysockets/baileys'
import { type Address, keyOf } from '../accounts/address.ts'
import type { State } from '../state/state.ts'
import { fromServer, node } from './nodes.ts'

/** A stanza that its device has not confirmed yet. */
export interface Queued {
  stanza: BinaryNode
}

type Deliver = (stanza: BinaryNode) => void

/**
 * The fields of a confirmation that identify its stanza. `from` and `type` distinguish receipts for one id,
 * and `participant` distinguishes receipts in a group.
 */
export interface Confirmation {
  tag: string
  id: string
  from?: string
  type?: string
  participant?: string
}

/**
 * The queue of each device. A stanza stays until the device confirms it. The backlog of the next login
 * repeats unconfirmed live stanzas.
 */
export class Mailboxes {
  private readonly attached = new Map<string, Deliver>()
  private readonly state: State
  private sequence = 0

  constructor(state: State) {
    this.state = state
    for (const [, rows] of state.queues.scopes())
      for (const [id] of rows.entries()) this.sequence = Math.max(this.sequence, Number(id))
  }

  /** Queues a stanza, and delivers it at once if the device is connected. */
  put(address: Address, stanza: BinaryNode): void {
    this.sequence += 1
    this.queue(address).set(String(this.sequence), { stanza })
    this.attached.get(keyOf(address))?.(stanza)
  }

  /**
   * Connects a device. The device gets a preview of its backlog, the backlog marked `offline`, then `<ib><offline count/>`, then live
   * stanzas. A client ignores a first history before the `<ib>`, so control messages of the phone follow the
   * `<ib>`.
   */
  attach(address: Address, deliver: Deliver): void {
    this.attached.set(keyOf(address), deliver)
    const backlog = this.pending(address)
    const mail = backlog.filter((stanza) => stanza.attrs.category !== 'peer')
    if (mail.length > 0) deliver(node('ib', fromServer({}), [preview(mail)]))
    mail.forEach((stanza, index) => {
      deliver({ ...stanza, attrs: { ...stanza.attrs, offline: String(index) } })
    })
    deliver(node('ib', fromServer({}), [node('offline', { count: String(mail.length) })]))
    for (const stanza of backlog) if (stanza.attrs.category === 'peer') deliver(stanza)
  }

  /** Disconnects a device, unless another connection has replaced this connection. */
  detach(address: Address, deliver: Deliver): void {
    if (this.attached.get(keyOf(address)) === deliver) this.attached.delete(keyOf(address))
  }

  /**
   * Removes the oldest stanza that the confirmation fits. An id may be queued twice, e.g. as original and as
   * resend.
   */
  confirm(address: Address, confirmation: Confirmation): void {
    const rows = this.queue(address)
    for (const [id, { stanza }] of rows.entries())
      if (isConfirmedBy(stanza, confirmation)) {
        rows.delete(id)
        return
      }
  }

  pending(address: Address): BinaryNode[] {
    return this.queue(address)
      .values()
      .map(({ stanza }) => stanza)
  }

  drop(address: Address): void {
    this.queue(address).clear()
  }

  private queue(address: Address) {
    return this.state.queues.in(keyOf(address))
  }
}

/** Returns the announcement of a backlog: the number of its stanzas, by kind. */
function preview(mail: BinaryNode[]): BinaryNode {
  const count = (tag: string) => String(mail.filter((stanza) => stanza.tag === tag).length)
  const kinds = { message: count('message'), receipt: count('receipt'), notification: count('notification') }
  const isAppData = ({ attrs }: BinaryNode) => attrs.type === 'server_sync'
  const appdata = String(mail.filter(isAppData).length)
  return node('offline_preview', { count: String(mail.length), ...kinds, appdata, call: count('call') })
}

function isConfirmedBy({ tag, attrs }: BinaryNode, by: Confirmation): boolean {
  if (tag !== by.tag || attrs.id !== by.id) return false
  if (tag === 'message') return true
  return attrs.from === by.from && attrs.type === by.type && attrs.participant === by.participant
}
