import type { proto } from '@whiskeysockets/baileys'
import type { MessageCard, MessageContent } from '#shared/contracts/messages.ts'
import { headerFile, readHeader } from './box.ts'
import type { FilePart, ReceivedKind } from './kind.ts'
import { readFlowButton, readFlowList } from './nativeFlow.ts'
import { present } from './present.ts'
import { fileOfProduct, readProduct } from './product.ts'

export const interactive: ReceivedKind = {
  compose: null,
  read: { interactiveMessage: readInteractive },
  files: { interactiveMessage: fileOfInteractive },
}

/** Returns the file of the header. */
export function fileOfInteractive({ header }: proto.Message.IInteractiveMessage): FilePart | null {
  return headerFile(header) ?? (header?.productMessage ? fileOfProduct(header.productMessage) : null)
}

/** Reads an interactive message, also of a template. */
export function readInteractive(part: proto.Message.IInteractiveMessage): MessageContent {
  const { header, body, footer, nativeFlowMessage: flow } = part
  const flows = flow?.buttons ?? []
  const { text: productText, ...product } = header?.productMessage ? readProduct(header.productMessage) : {}
  return {
    ...product,
    ...readHeader(header, header?.title),
    ...present({
      text: body?.text || productText,
      subtitle: header?.subtitle,
      footer: footer?.text,
      buttons: flows.map(({ name, buttonParamsJson }) => readFlowButton(name, buttonParamsJson)),
      list: flows
        .map(({ name, buttonParamsJson }) => readFlowList(name, buttonParamsJson))
        .find((list) => list !== undefined),
      nativeFlows: [
        ...flows.map(({ name, buttonParamsJson }) => toFlow(name, buttonParamsJson)),
        ...(flow?.messageParamsJson ? [toFlow('message', flow.messageParamsJson)] : []),
      ],
      cards: part.carouselMessage?.cards?.map(readCard),
      shopId: part.shopStorefrontMessage?.id || part.collectionMessage?.id,
      businessJid: part.collectionMessage?.bizJid,
    }),
  }
}

function toFlow(name: string | null | undefined, json: string | null | undefined) {
  return { name: name ?? '', ...present({ json }) }
}

/** Reads the words of a card. The gateway fetches no picture of a card. */
function readCard(card: proto.Message.IInteractiveMessage): MessageCard {
  const { header, footer, nativeFlowMessage } = card
  const { header: title } = readHeader(header, header?.title)
  const buttons = nativeFlowMessage?.buttons?.map(({ name, buttonParamsJson }) =>
    readFlowButton(name, buttonParamsJson),
  )
  return present({ text: card.body?.text, header: title, footer: footer?.text, buttons })
}
