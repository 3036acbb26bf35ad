import { proto } from '@whiskeysockets/baileys'
import type { ReceivedKind } from './kind.ts'
import { amountOf, positive } from './numbers.ts'
import { present } from './present.ts'

const { OrderStatus } = proto.Message.OrderMessage
const STATUSES = {
  [OrderStatus.INQUIRY]: 'inquiry',
  [OrderStatus.ACCEPTED]: 'accepted',
  [OrderStatus.DECLINED]: 'declined',
} as const

export const order: ReceivedKind = {
  compose: null,
  read: {
    orderMessage: (part) => ({
      ...present({ text: part.message || part.orderTitle }),
      order: {
        id: part.orderId ?? '',
        ...present({
          title: part.orderTitle,
          itemCount: positive(part.itemCount),
          status: part.status ? STATUSES[part.status] : undefined,
          currency: part.totalCurrencyCode,
          total: amountOf(positive(part.totalAmount1000)),
          sellerJid: part.sellerJid,
          token: part.token,
        }),
      },
    }),
  },
}
