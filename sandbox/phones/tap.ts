import { normalizeMessageContent, proto } from '@whiskeysockets/baileys'
import { SandboxError } from '../errors.ts'
import type { TapDraft } from './draft.ts'

/**
 * Composes the message that a phone sends when its owner taps a row of a list.
 * @param list the content of the list's message
 * @param contextInfo the quote of the list's message
 * @throws SandboxError `invalid_body` if the message is no list, or has no such row
 */
export function composeTap(
  { messageId, option }: TapDraft,
  list: proto.IMessage | undefined,
  contextInfo: proto.IContextInfo,
): proto.IMessage {
  const rows = normalizeMessageContent(list)?.listMessage?.sections?.flatMap(({ rows }) => rows ?? []) ?? []
  const row = rows.find(({ title }) => title === option)
  if (!row) {
    const titles = rows.map(({ title }) => title).join(', ') || 'none'
    throw new SandboxError(
      'invalid_body',
      `The message ${messageId} has no option ${option}. The options: ${titles}.`,
    )
  }
  const { title, description, rowId } = row
  return {
    listResponseMessage: {
      ...{ title: title ?? '', ...(description && { description }), contextInfo },
      listType: proto.Message.ListResponseMessage.ListType.SINGLE_SELECT,
      singleSelectReply: { selectedRowId: rowId ?? '' },
    },
  }
}
