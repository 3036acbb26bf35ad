import type { proto } from '@whiskeysockets/baileys'
import type { MessageContent } from '#shared/contracts/messages.ts'
import type { ReceivedKind } from './kind.ts'
import { positive } from './numbers.ts'
import { present } from './present.ts'

export const channelInvite: ReceivedKind = {
  compose: null,
  read: {
    newsletterAdminInviteMessage: (part) =>
      readInvite(part, present({ expiresAt: positive(part.inviteExpiration), asAdmin: true as const })),
    newsletterFollowerInviteMessageV2: (part) => readInvite(part),
  },
}

function readInvite(
  { newsletterJid, newsletterName, caption }: proto.Message.INewsletterFollowerInviteMessage,
  facts: Partial<NonNullable<MessageContent['invite']>> = {},
): MessageContent {
  const text = caption || newsletterName
  return {
    ...present({ text }),
    invite: { jid: newsletterJid ?? '', name: newsletterName ?? '', ...facts },
  }
}
