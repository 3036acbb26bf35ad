export { EVENT_WAIT_SECONDS, LATEST } from './cursor.ts'
export { listEvents } from './listEvents.ts'
