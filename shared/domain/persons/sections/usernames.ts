import { defineKeyedSection } from './keyedSection.ts'

/** The current username of the person in each session. */
export const usernames = defineKeyedSection<{ lid: string; username: string }>({
  table: 'usernames',
  columns: ['lid', 'username'],
  key: 'lid',
  toLine: (row) => ({ type: 'username', ...row }),
})
