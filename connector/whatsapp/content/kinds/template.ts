import type { proto } from '@whiskeysockets/baileys'
import type { MessageButton, MessageContent } from '#shared/contracts/messages.ts'
import { button, headerFile, readHeader } from './box.ts'
import { fileOfInteractive, readInteractive } from './interactive.ts'
import type { FilePart, ReceivedKind } from './kind.ts'
import { lines, present } from './present.ts'

export const template: ReceivedKind = {
  compose: null,
  read: {
    templateMessage: readTemplate,
    highlyStructuredMessage: (part) => ({
      ...(part.hydratedHsm && readTemplate(part.hydratedHsm)),
      ...present({ text: wordsOf(part), templateId: part.elementName }),
    }),
  },
  files: { templateMessage: fileOfTemplate },
}

function readTemplate(part: proto.Message.ITemplateMessage): MessageContent {
  const { interactiveMessageTemplate, fourRowTemplate } = part
  const hydrated = hydratedOf(part)
  const {
    nativeFlows: _flows,
    subtitle: _subtitle,
    ...interactive
  } = interactiveMessageTemplate ? readInteractive(interactiveMessageTemplate) : {}
  return {
    ...interactive,
    ...(fourRowTemplate && readFourRows(fourRowTemplate)),
    ...(hydrated && readHydrated(hydrated)),
    ...present({ templateId: part.templateId || hydrated?.templateId }),
  }
}

function hydratedOf({ hydratedTemplate, hydratedFourRowTemplate }: proto.Message.ITemplateMessage) {
  return hydratedFourRowTemplate ?? hydratedTemplate
}

function fileOfTemplate(part: proto.Message.ITemplateMessage): FilePart | null {
  const { interactiveMessageTemplate, fourRowTemplate } = part
  return (
    headerFile(hydratedOf(part)) ??
    headerFile(fourRowTemplate) ??
    (interactiveMessageTemplate ? fileOfInteractive(interactiveMessageTemplate) : null)
  )
}

function readHydrated(part: proto.Message.TemplateMessage.IHydratedFourRowTemplate): MessageContent {
  return {
    ...readHeader(part, part.hydratedTitleText),
    ...present({
      text: part.hydratedContentText,
      footer: part.hydratedFooterText,
      buttons: part.hydratedButtons?.map(readHydratedButton),
    }),
  }
}

function readHydratedButton({
  quickReplyButton: reply,
  urlButton: link,
  callButton: call,
}: proto.IHydratedTemplateButton): MessageButton {
  if (reply) return button('reply', reply.displayText, { id: reply.id })
  if (link) return button('url', link.displayText, { url: link.url })
  if (call) return button('call', call.displayText, { phone: call.phoneNumber })
  return button('other', '')
}

/** Reads a template whose texts are names of templates, so that the parameters are the words. */
function readFourRows(part: proto.Message.TemplateMessage.IFourRowTemplate): MessageContent {
  return {
    ...readHeader(part, wordsOf(part.highlyStructuredMessage)),
    ...present({
      text: wordsOf(part.content),
      footer: wordsOf(part.footer),
      buttons: part.buttons?.map(({ quickReplyButton: reply, urlButton: link, callButton: call }) => {
        if (reply) return button('reply', wordsOf(reply.displayText), { id: reply.id })
        if (link) return button('url', wordsOf(link.displayText), { url: wordsOf(link.url) })
        return button(call ? 'call' : 'other', wordsOf(call?.displayText), {
          phone: wordsOf(call?.phoneNumber),
        })
      }),
    }),
  }
}

function wordsOf(part: proto.Message.IHighlyStructuredMessage | null | undefined): string | undefined {
  if (!part) return undefined
  const { hydratedHsm } = part
  const hydrated = hydratedHsm && hydratedOf(hydratedHsm)?.hydratedContentText
  const parameters = part.localizableParams?.map((parameter) => parameter.default) ?? []
  return lines(hydrated) ?? lines(...(part.params ?? []), ...parameters) ?? lines(part.elementName)
}
