import { proto } from '@whiskeysockets/baileys'
import type { TimerSetting } from '#shared/domain/chats/index.ts'
import { isGroupJid } from '#shared/jid.ts'
import type { MessageKey } from '../types.ts'
import { composeEdit, type EditedMessage } from './composeEdit.ts'

const { Type } = proto.Message.ProtocolMessage

/** A change that the session makes to an earlier message, or to its chat. */
export type SentChange =
  /** `at` is the time of the edit, in Unix ms. */
  | { change: 'edited'; key: MessageKey; edited: EditedMessage; at: number }
  /** The key has the author in the addressing of the group, for the message of another member. */
  | { change: 'deleted'; key: MessageKey }
  /** The disappearing timer of a chat with one person, for both sides. */
  | { change: 'timer'; setting: TimerSetting }

/** A change as WhatsApp carries it. */
interface ComposedChange {
  /** Chat of the change. */
  jid: string
  message: proto.IMessage
  /** Attributes of the stanza. */
  attributes: Record<string, string>
}

/** Composes a change. */
export function composeChange(sent: SentChange): ComposedChange {
  switch (sent.change) {
    case 'edited': {
      const { key, edited, at: timestampMs } = sent
      const jid = key.remoteJid
      const editedMessage = composeEdit(edited, jid)
      const protocolMessage = { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs }
      return { jid, message: { protocolMessage }, attributes: { edit: '1' } }
    }
    case 'deleted': {
      const { key } = sent
      const jid = key.remoteJid
      // 7: revoked by the author. 8: revoked by an admin of the group.
      const edit = !key.fromMe && isGroupJid(jid) ? '8' : '7'
      return { jid, message: { protocolMessage: { key, type: Type.REVOKE } }, attributes: { edit } }
    }
    case 'timer': {
      const { jid, seconds: ephemeralExpiration, at: ephemeralSettingTimestamp } = sent.setting
      const type = Type.EPHEMERAL_SETTING
      const protocolMessage = { type, ephemeralExpiration, ephemeralSettingTimestamp }
      return { jid, message: { protocolMessage }, attributes: {} }
    }
  }
}
