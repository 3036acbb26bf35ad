import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { readFile } from './file.ts'
import type { FilePart, ReceivedKind } from './kind.ts'
import { amountOf, positive } from './numbers.ts'
import { lines, present } from './present.ts'

export const product: ReceivedKind = {
  compose: null,
  read: { productMessage: (part) => (part.product || !part.catalog ? readProduct(part) : null) },
  files: { productMessage: fileOfProduct },
}

/** Returns the picture of a product, or of a catalog. */
export function fileOfProduct({
  product: snapshot,
  catalog,
}: proto.Message.IProductMessage): FilePart | null {
  const part = snapshot?.productImage ?? catalog?.catalogImage
  return part ? { type: 'image', part } : null
}

export function readProduct(part: proto.Message.IProductMessage): MessageContent {
  const { product: snapshot, body, footer, businessOwnerJid: businessJid } = part
  const { caption, ...picture } = readFile(snapshot?.productImage ?? {})
  const price = positive(snapshot?.priceAmount1000)
  const salePrice = positive(snapshot?.salePriceAmount1000)
  return {
    ...picture,
    ...present({ text: lines(body) ?? lines(snapshot?.title, snapshot?.description, caption), footer }),
    product: {
      id: snapshot?.productId ?? '',
      ...present({
        title: snapshot?.title,
        description: snapshot?.description,
        currency: snapshot?.currencyCode,
        price: amountOf(price),
        salePrice: amountOf(salePrice),
        retailerId: snapshot?.retailerId,
        url: snapshot?.url,
        businessJid,
      }),
    },
  }
}
