export { deleteSession } from './deleteSession.ts'
export { releaseOrphans } from './releaseOrphans.ts'
export { removeSession } from './removeSession.ts'
