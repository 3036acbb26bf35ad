import type { BinaryNode, WASocket } from '@whiskeysockets/baileys'

/**
 * Receipts whose only effect in Baileys is an event that the connector does not use, and the ack. All other types are Baileys', for
 * example `retry`, which sends a message again.
 */
const PLAIN_RECEIPTS: ReadonlySet<string | undefined> = new Set([
  undefined,
  'inactive',
  'read',
  'played',
  'read-self',
  'played-self',
  'sender',
  'peer_msg',
  'hist_sync',
])

export interface FrameTaker {
  onReceipt(receipt: BinaryNode): void
  /** WhatsApp accepted the message of this id. */
  onAccepted(messageId: string): void
}

/**
 * Takes the two most frequent frames before Baileys offers them: plain receipts, and acks without an error. Baileys emits some fifteen
 * events for a frame, one for each attribute, and buffers its own events for each receipt. A taken frame is emptied, so that Baileys
 * emits four events without a listener.
 */
export function takeFrames({ ws }: Pick<WASocket, 'ws'>, { onReceipt, onAccepted }: FrameTaker): void {
  ws.prependListener('frame', (frame: BinaryNode | Uint8Array) => {
    if (frame instanceof Uint8Array) return
    const { id } = frame.attrs
    if (!id) return
    if (isPlainReceipt(frame)) onReceipt(take(frame))
    else if (isAcceptance(frame)) {
      take(frame)
      onAccepted(id)
    }
  })
}

function isPlainReceipt({ tag, attrs }: BinaryNode): boolean {
  return tag === 'receipt' && attrs.from !== undefined && PLAIN_RECEIPTS.has(attrs.type)
}

/** Tells whether a frame is an ack that nothing but the sender waits for. A `phash` names a stale list of devices. */
function isAcceptance({ tag, attrs }: BinaryNode): boolean {
  return tag === 'ack' && attrs.class === 'message' && attrs.error === undefined && attrs.phash === undefined
}

function take(frame: BinaryNode): BinaryNode {
  const taken = { ...frame }
  frame.tag = ''
  frame.attrs = {}
  delete frame.content
  return taken
}
