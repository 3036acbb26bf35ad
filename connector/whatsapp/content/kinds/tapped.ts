import type { MessageContent } from '#shared/contracts/messages.ts'
import { given } from './given.ts'
import type { Readers } from './kind.ts'

/** Reads answers to lists and buttons as texts that the user selected. */
export const tapped: Readers = {
  listResponseMessage: (part) => toText(part.title, part.singleSelectReply?.selectedRowId),
  buttonsResponseMessage: (part) => toText(part.selectedDisplayText, part.selectedButtonId),
  templateButtonReplyMessage: (part) => toText(part.selectedDisplayText, part.selectedId),
}

function toText(label: string | null | undefined, id: string | null | undefined): MessageContent {
  return { text: label ?? '', ...given('selectedId', id || undefined) }
}
