import type { BinaryNode, CacheStore, proto, WASocket } from '@whiskeysockets/baileys'
import type { Logger } from '#shared/logger.ts'
import { isPerson, ownIdentity } from './addressing.ts'
import type { FastPaths } from './paths.ts'
import { relayText } from './relayText.ts'
import type { DeviceParts } from './watchDevices.ts'

/** A message or a change as it is sent. */
export interface Relayed {
  id: string
  jid: string
  message: proto.IMessage
  /** Additional attributes of the stanza. */
  attributes: Record<string, string>
  /** Additional children of the stanza. */
  nodes: BinaryNode[]
  /** The members of a group. */
  members?: readonly string[]
}

/** Sends a message. Resolves when the stanza was sent. */
export type Relay = (relayed: Relayed) => Promise<void>

/**
 * Creates the way of all messages of a socket. The path `devices` completes the device lists before the message. The path `relay`
 * sends texts to known devices itself. Baileys sends all other messages. Messages to one chat leave in the order of the calls.
 */
export function relayOver(
  sock: WASocket,
  {
    lists,
    devices,
    paths,
    log,
  }: {
    lists: CacheStore
    devices: DeviceParts | undefined
    paths: FastPaths
    log: Logger
  },
): Relay {
  const send: Relay = async ({ id, jid, message, attributes, nodes, members }) => {
    const recipients = isPerson(jid) ? [ownIdentity(sock, jid), jid] : members
    if (recipients) await devices?.refresh.complete(recipients)
    devices?.missed.sending(id, jid)
    const isPlain = nodes.length === 0 && Object.keys(attributes).length === 0
    if (paths.has('relay') && isPlain && (await relayText(sock, { lists, log }, { id, jid, message }))) return
    await sock.relayMessage(jid, message, {
      messageId: id,
      additionalAttributes: attributes,
      additionalNodes: nodes,
    })
  }
  return inOrderOfChat(send)
}

function inOrderOfChat(send: Relay): Relay {
  const lastOf = new Map<string, Promise<void>>()
  return async (relayed) => {
    const { jid } = relayed
    const sending = (lastOf.get(jid) ?? Promise.resolve()).then(() => send(relayed))
    const over = sending.catch(() => undefined)
    lastOf.set(jid, over)
    try {
      await sending
    } finally {
      if (lastOf.get(jid) === over) lastOf.delete(jid)
    }
  }
}
