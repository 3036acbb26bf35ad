import { type SQL, sql } from 'drizzle-orm'
import { flowRuns, flows } from '#shared/database/index.ts'

/** Whether the flow of a run is not deleted. The rows of a deleted flow's runs stay until the sweeper deletes them. */
export const ofLiveFlow: SQL<boolean> = sql<boolean>`exists (
  select 1 from ${flows} where ${flows.id} = ${flowRuns.flowId} and ${flows.deletedAt} is null)`
