import { proto } from '@whiskeysockets/baileys'
import type { Address } from '../accounts/address.ts'
import { sendControl, sendHistory } from './bootstrap.ts'
import { numberOf } from './context.ts'
import { historyBefore } from './history.ts'
import type { Phone } from './phone.ts'
import { webMessage } from './web-message.ts'

const { Type } = proto.Message.ProtocolMessage
const { PeerDataOperationRequestType: RequestType } = proto.Message

/** Answers a companion's request for data: messages that arrived without content, or older history. */
export async function answerPeerRequest(
  phone: Phone,
  sender: Address,
  stanzaId: string,
  message: proto.IMessage,
): Promise<void> {
  // Baileys wraps the request like the copy of a message to another person.
  const content = message.deviceSentMessage?.message ?? message
  const request = content.protocolMessage?.peerDataOperationRequestMessage
  const companion = phone.world.directory.companion(sender)
  if (!request || !companion) return
  if (request.peerDataOperationRequestType === RequestType.PLACEHOLDER_MESSAGE_RESEND) {
    const results = (request.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) => {
      const row = phone.screen.get(messageKey?.id ?? '')
      if (!row) return []
      const webMessageInfoBytes = proto.WebMessageInfo.encode(webMessage(phone, row)).finish()
      return [{ placeholderMessageResendResponse: { webMessageInfoBytes } }]
    })
    await sendControl(phone, companion, {
      type: Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
      peerDataOperationRequestResponseMessage: {
        peerDataOperationRequestType: RequestType.PLACEHOLDER_MESSAGE_RESEND,
        stanzaId,
        peerDataOperationResult: results,
      },
    })
  }
  if (request.peerDataOperationRequestType === RequestType.HISTORY_SYNC_ON_DEMAND) {
    const { chatJid, oldestMsgId, onDemandMsgCount } = request.historySyncOnDemandRequest ?? {}
    const history = historyBefore(
      phone,
      numberOf(phone, chatJid ?? ''),
      oldestMsgId ?? '',
      onDemandMsgCount ?? 0,
    )
    if (!history) return
    await sendHistory(phone, companion, history, { peerDataRequestSessionId: stanzaId })
  }
}
