import { defineKeyedSection } from './keyedSection.ts'

/** The pairs of the person's number and LID. */
export const lidMappings = defineKeyedSection<{ lid: string; phone_jid: string }>({
  table: 'lid_mappings',
  columns: ['lid', 'phone_jid'],
  key: 'lid',
  alias: 'phone_jid',
  toLine: ({ lid, phone_jid: jid }) => ({ type: 'lid', lid, jid }),
})
