export { createApi } from './api/app.ts'
export { createServices } from './api/createServices.ts'
export {
  apiEnvironment,
  eventsEnvironment,
  functionEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  sweeperEnvironment,
} from './config.ts'
export { handleBatch } from './events/handleBatch.ts'
export { handleRecord } from './events/handleRecord.ts'
export type { RuntimeBindings } from './http/index.ts'
export { createJobsApp } from './jobs/app.ts'
export { sweep } from './sweeper/sweep.ts'
