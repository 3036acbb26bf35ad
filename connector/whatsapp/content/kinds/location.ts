import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { given } from './given.ts'
import type { ComposedKind } from './kind.ts'
import { degreesOf } from './numbers.ts'
import { withContext } from './withContext.ts'

export const location: ComposedKind = {
  compose: ({ content }, contextInfo) => ({
    message: {
      locationMessage: {
        degreesLatitude: content.latitude ?? 0,
        degreesLongitude: content.longitude ?? 0,
        ...(content.name !== undefined && { name: content.name }),
        ...(content.address !== undefined && { address: content.address }),
        ...withContext(contextInfo),
      },
    },
  }),
  read: {
    locationMessage: (part) => readPlace(part, part.isLive === true),
    liveLocationMessage: (part) => readPlace(part, true),
  },
}

function readPlace(
  part: proto.Message.ILocationMessage & proto.Message.ILiveLocationMessage,
  live: boolean,
): MessageContent {
  return {
    latitude: degreesOf(part.degreesLatitude),
    longitude: degreesOf(part.degreesLongitude),
    ...given('name', part.name || undefined),
    ...given('address', part.address || undefined),
    ...given('caption', part.caption || part.comment || undefined),
    ...(live && { live }),
  }
}
