import { defineKeyedSection } from './keyedSection.ts'

/** The disappearing timer of the chat with the person. */
export const chats = defineKeyedSection<{ jid: string; ephemeral_seconds: number }>({
  table: 'chats',
  columns: ['jid', 'ephemeral_seconds'],
  key: 'jid',
  toLine: ({ jid, ephemeral_seconds: ephemeralSeconds }) => ({ type: 'chat', jid, ephemeralSeconds }),
})
