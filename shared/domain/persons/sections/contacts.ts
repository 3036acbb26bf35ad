import { defineKeyedSection } from './keyedSection.ts'

/** The name of the person in the contacts of a session. */
export const contacts = defineKeyedSection<{ jid: string; name: string }>({
  table: 'contacts',
  columns: ['jid', 'name'],
  key: 'jid',
  toLine: (row) => ({ type: 'contact', ...row }),
})
