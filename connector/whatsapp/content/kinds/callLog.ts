import { proto } from '@whiskeysockets/baileys'
import type { ReceivedKind } from './kind.ts'
import { positive } from './numbers.ts'
import { flag, present } from './present.ts'

const { CallOutcome } = proto.Message.CallLogMessage

export const callLog: ReceivedKind = {
  compose: null,
  read: {
    callLogMesssage: ({ isVideo, callOutcome, durationSecs, participants }) => ({
      call: {
        video: isVideo === true,
        outcome: (CallOutcome[callOutcome ?? 0] ?? 'unknown').toLowerCase(),
        ...present({
          seconds: positive(durationSecs),
          group: flag((participants?.length ?? 0) > 1),
        }),
      },
    }),
  },
}
