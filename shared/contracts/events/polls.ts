import { z } from 'zod'
import { defineEvent } from './event.ts'
import { chatJid, erased, identity, remoteLid, session } from './fields.ts'

export const pollVote = defineEvent({
  type: 'poll.vote',
  summary: 'Someone voted in a poll',
  description:
    'A person voted in a poll, changed the vote, or took the vote back. The newest vote of a person replaces the earlier votes.',
  data: z
    .object({
      id: z.string().meta({ description: 'Id of the message with the poll', example: '3EB0A8C2F5B7E6A1' }),
      session,
      remoteJid: chatJid,
      remoteLid,
      voter: z.string().meta({ description: 'JID of the voter', example: '905551234567@s.whatsapp.net' }),
      voterLid: z
        .string()
        .optional()
        .meta({ description: 'LID of the voter, if WhatsApp sent the LID', example: '123456789012345@lid' }),
      fromMe: z
        .literal(true)
        .optional()
        .meta({ description: 'True if the account of the session voted, on the phone', example: true }),
      options: z.array(z.string()).meta({
        description: 'Names of all options that the voter has chosen now; empty if the vote was taken back',
        example: ['Monday'],
      }),
      timestamp: z
        .number()
        .int()
        .meta({ description: 'Time of the vote, in Unix seconds', example: 1_782_297_000 }),
      ...identity,
      erased,
    })
    .meta({ id: 'PollVoteData' }),
  example: {
    id: '3EB0A8C2F5B7E6A1',
    session: 'YoNofiM9vtHy',
    remoteJid: '905551234567@s.whatsapp.net',
    voter: '905551234567@s.whatsapp.net',
    voterLid: '123456789012345@lid',
    options: ['Monday'],
    timestamp: 1_782_297_000,
  },
})
