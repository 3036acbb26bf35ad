import type { BinaryNode, WASocket } from '@whiskeysockets/baileys'
import type { Logger } from '#shared/logger.ts'
import type { Outgoing } from '../content/kinds/index.ts'
import type { KeptLists } from './keptLists.ts'
import { MissedDevices } from './missedDevices.ts'
import { ListRefresh } from './refreshLists.ts'

/** The parts of the path `devices` that a message passes. */
export interface DeviceParts {
  refresh: ListRefresh
  missed: MissedDevices
}

/**
 * Keeps the device lists of a socket current. The listeners run before Baileys' own, which handle fewer spellings and compare no hash.
 * @param findSent finds a sent message or change by the id of its stanza
 */
export function watchDevices(
  sock: WASocket,
  lists: KeptLists,
  options: { findSent(id: string): Promise<Outgoing | undefined>; log: Logger },
): DeviceParts {
  const refresh = new ListRefresh(sock, lists)
  const missed = new MissedDevices(sock, { ...options, lists, refresh })
  sock.ws.prependListener('CB:notification', (node: BinaryNode) =>
    lists.onNotification(node, sock.authState.creds.me),
  )
  for (const stanza of ['CB:message', 'CB:receipt'])
    sock.ws.prependListener(stanza, (node: BinaryNode) => lists.onStanza(node))
  sock.ws.prependListener('CB:ack,class:message', (node: BinaryNode) => missed.onAck(node))
  return { refresh, missed }
}
