import { deflateSync } from 'node:zlib'
import { proto } from '@whiskeysockets/baileys'
import { jidOf } from '../accounts/address.ts'
import type { Companion } from '../accounts/directory.ts'
import { node } from '../server/nodes.ts'
import { appStateKey } from './app-state.ts'
import { encryptFor } from './encrypt.ts'
import { historyOf } from './history.ts'
import { newMessageId } from './message-id.ts'
import type { Phone } from './phone.ts'

const { Type } = proto.Message.ProtocolMessage

/**
 * Sends an app state key and the history to a newly linked companion. A companion needs the key to change
 * settings. Before the first history, a client holds all events for up to 20 s.
 */
export async function sendFirstHistory(phone: Phone, companion: Companion): Promise<void> {
  await sendControl(phone, companion, {
    type: Type.APP_STATE_SYNC_KEY_SHARE,
    appStateSyncKeyShare: { keys: [appStateKey(phone)] },
  })
  for (const [index, history] of historyOf(phone).entries())
    await sendHistory(phone, companion, history, { chunkOrder: index + 1 })
}

/** Sends a history inline, in its notification. Clients fetch a history file only from WhatsApp's own host. */
export async function sendHistory(
  phone: Phone,
  companion: Companion,
  history: proto.IHistorySync,
  fields: proto.Message.IHistorySyncNotification,
): Promise<void> {
  await sendControl(phone, companion, {
    type: Type.HISTORY_SYNC_NOTIFICATION,
    historySyncNotification: {
      // The two enums have the same numbers.
      syncType: Number(history.syncType),
      progress: history.progress ?? null,
      initialHistBootstrapInlinePayload: deflateSync(proto.HistorySync.encode(history).finish()),
      ...fields,
    },
  })
}

/** Sends a control message from the phone to its own companion, by phone number and outside of all chats. */
export async function sendControl(
  phone: Phone,
  companion: Companion,
  protocolMessage: proto.Message.IProtocolMessage,
): Promise<void> {
  const encrypted = await encryptFor(phone, companion, { protocolMessage })
  if (!encrypted) return
  const to = jidOf(phone.account, 'pn', companion.device)
  await phone.submit(node('message', { id: newMessageId(), to, type: 'text', category: 'peer' }, [encrypted]))
}
