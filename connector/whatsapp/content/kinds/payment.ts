import { proto } from '@whiskeysockets/baileys'
import type { ReceivedKind } from './kind.ts'
import { amountOf, positive } from './numbers.ts'
import { present } from './present.ts'

const { ServiceType } = proto.Message.PaymentInviteMessage

export const payment: ReceivedKind = {
  compose: null,
  read: {
    requestPaymentMessage: (part, { wordsOf }) => ({
      ...present({ text: wordsOf(part.noteMessage) }),
      payment: {
        status: 'requested',
        ...present({
          amount: amountOfMoney(part.amount) ?? amountOf(positive(part.amount1000)),
          currency: part.amount?.currencyCode || part.currencyCodeIso4217,
          from: part.requestFrom,
          expiresAt: positive(part.expiryTimestamp),
        }),
      },
    }),
    sendPaymentMessage: (part, { wordsOf }) => ({
      ...present({ text: wordsOf(part.noteMessage) }),
      payment: { status: 'sent', ...present({ requestId: part.requestMessageKey?.id }) },
    }),
    declinePaymentRequestMessage: ({ key }) => ({
      payment: { status: 'declined', ...present({ requestId: key?.id }) },
    }),
    cancelPaymentRequestMessage: ({ key }) => ({
      payment: { status: 'cancelled', ...present({ requestId: key?.id }) },
    }),
    paymentInviteMessage: ({ serviceType, expiryTimestamp }) => ({
      payment: {
        status: 'invited',
        ...present({
          service: serviceType ? ServiceType[serviceType] : undefined,
          expiresAt: positive(expiryTimestamp),
        }),
      },
    }),
    invoiceMessage: ({ note }) => ({ ...present({ text: note }), payment: { status: 'invoiced' } }),
  },
}

/** Returns an amount. `offset` is the number of units of `value` in one unit of the currency. */
function amountOfMoney(money: proto.IMoney | null | undefined): number | undefined {
  return money?.value == null ? undefined : amountOf(money.value, money.offset || 1)
}
