import { proto } from '@whiskeysockets/baileys'
import type { ReceivedKind } from './kind.ts'
import { positive } from './numbers.ts'
import { flag, present } from './present.ts'

export const groupInvite: ReceivedKind = {
  compose: null,
  read: {
    groupInviteMessage: ({ groupJid, groupName, caption, inviteCode, inviteExpiration, groupType }) => ({
      ...present({ text: caption || groupName }),
      invite: {
        jid: groupJid ?? '',
        name: groupName ?? '',
        ...present({
          code: inviteCode,
          expiresAt: positive(inviteExpiration),
          community: flag(groupType === proto.Message.GroupInviteMessage.GroupType.PARENT),
        }),
      },
    }),
  },
}
