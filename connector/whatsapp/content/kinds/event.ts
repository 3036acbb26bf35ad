import { proto } from '@whiskeysockets/baileys'
import { given } from './given.ts'
import type { ReceivedKind } from './kind.ts'
import { degreesOf, positive, secondsOf } from './numbers.ts'
import { flag, lines, present } from './present.ts'

const CALLS = ['unknown', 'voice', 'video'] as const
const { MediaType } = proto.Message.BCallMessage

export const event: ReceivedKind = {
  compose: null,
  read: {
    eventMessage: (part) => ({
      ...present({ text: lines(part.name, part.description) }),
      event: {
        name: part.name ?? '',
        ...present({
          description: part.description,
          startsAt: positive(part.startTime),
          endsAt: positive(part.endTime),
          place: part.location ? readPlace(part.location) : undefined,
          joinLink: part.joinLink,
          call: part.isScheduleCall ? ('unknown' as const) : undefined,
          extraGuests: flag(part.extraGuestsAllowed),
          canceled: flag(part.isCanceled),
        }),
      },
    }),
    scheduledCallCreationMessage: ({ title, scheduledTimestampMs, callType }) => ({
      ...present({ text: title }),
      event: {
        name: title ?? '',
        call: CALLS[callType ?? 0] ?? 'unknown',
        ...given('startsAt', secondsOf(scheduledTimestampMs)),
      },
    }),
    bcallMessage: ({ caption, mediaType }) => ({
      ...present({ text: caption }),
      event: { name: caption ?? '', call: mediaType === MediaType.VIDEO ? 'video' : 'voice' },
    }),
  },
}

function readPlace({ name, address, degreesLatitude, degreesLongitude }: proto.Message.ILocationMessage) {
  const isKnown = degreesLatitude != null && degreesLongitude != null
  const degrees = { latitude: degreesOf(degreesLatitude), longitude: degreesOf(degreesLongitude) }
  return { ...present({ name, address }), ...(isKnown && degrees) }
}
