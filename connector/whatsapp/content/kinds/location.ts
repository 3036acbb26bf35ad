import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import { given } from './given.ts'
import type { ComposedKind } from './kind.ts'
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

/** Returns the degrees of a part; 0 for a value that JSON cannot hold. A sender can write NaN or an infinite number. */
function degreesOf(value: number | null | undefined): number {
  return Number.isFinite(value) ? Number(value) : 0
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
    ...given('caption', part.caption || undefined),
    ...(live && { live }),
  }
}
