import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import type { ReceivedKind } from './kind.ts'
import { integer } from './numbers.ts'
import { present } from './present.ts'

export const pollResult: ReceivedKind = {
  compose: null,
  read: { pollResultSnapshotMessage: readResult, pollResultSnapshotMessageV3: readResult },
}

function readResult({ name, pollVotes }: proto.Message.IPollResultSnapshotMessage): MessageContent {
  return {
    ...present({ text: name }),
    results: (pollVotes ?? []).map(({ optionName, optionVoteCount }) => ({
      option: optionName ?? '',
      votes: integer(optionVoteCount) ?? 0,
    })),
  }
}
