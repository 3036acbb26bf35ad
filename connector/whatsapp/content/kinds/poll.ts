import { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import type { ComposedKind } from './kind.ts'
import { flag, present } from './present.ts'
import { withContext } from './withContext.ts'

export const poll: ComposedKind = {
  compose: ({ content }, contextInfo) => ({
    message: {
      // WhatsApp uses different parts for polls with one and with several choices.
      [content.poll?.selectable === 1 ? 'pollCreationMessageV3' : 'pollCreationMessage']: {
        name: content.poll?.name ?? '',
        options: (content.poll?.options ?? []).map((optionName) => ({ optionName })),
        selectableOptionsCount: content.poll?.selectable ?? 0,
        ...withContext(contextInfo),
      },
    },
    nodes: [{ tag: 'meta', attrs: { polltype: 'creation' } }],
  }),
  read: {
    pollCreationMessage: readPoll,
    pollCreationMessageV2: readPoll,
    pollCreationMessageV3: readPoll,
    pollCreationMessageV5: readPoll,
  },
}

function readPoll(part: proto.Message.IPollCreationMessage): MessageContent {
  return {
    ...present({ text: part.name }),
    poll: {
      name: part.name ?? '',
      options: (part.options ?? []).flatMap(({ optionName }) => optionName ?? []),
      selectable: part.selectableOptionsCount ?? 0,
      ...present({
        correct: part.correctAnswer?.optionName,
        quiz: flag(part.pollType === proto.Message.PollType.QUIZ),
      }),
    },
  }
}
