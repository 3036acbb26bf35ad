export { getStats } from './getStats.ts'
export { statsQuery, statsSchema } from './view.ts'
