import type { ReceivedKind } from './kind.ts'

export const phoneRequest: ReceivedKind = {
  compose: null,
  read: { requestPhoneNumberMessage: () => ({}) },
}
