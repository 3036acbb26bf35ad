import type { MessageContent } from '#shared/contracts/messages.ts'
import type { Readers } from './kind.ts'
import { parseObject, stringOf } from './nativeFlow.ts'
import { present } from './present.ts'

/** Reads answers to lists, buttons and native flows as texts that the user selected. */
export const tapped: Readers = {
  listResponseMessage: (part) =>
    toText(part.title || part.description, part.singleSelectReply?.selectedRowId),
  buttonsResponseMessage: (part) => toText(part.selectedDisplayText, part.selectedButtonId),
  templateButtonReplyMessage: (part) => toText(part.selectedDisplayText, part.selectedId),
  interactiveResponseMessage: ({ body, nativeFlowResponseMessage: flow }) => {
    const params = parseObject(flow?.paramsJson)
    const text = body?.text || stringOf(params.display_text) || stringOf(params.title)
    return {
      ...toText(text, stringOf(params.id)),
      ...(flow?.paramsJson && { formReply: { name: flow.name ?? '', json: flow.paramsJson } }),
    }
  },
}

function toText(label: string | null | undefined, id: string | null | undefined): MessageContent {
  return { text: label ?? '', ...present({ selectedId: id }) }
}
