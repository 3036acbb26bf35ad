import { type SQL, sql } from 'drizzle-orm'
import { flowRuns, flows } from '#shared/database/index.ts'

/** Condition that the flow of a run is not deleted. The runs of a deleted flow stay until the sweeper deletes them. */
export const ofLiveFlow: SQL<boolean> = sql<boolean>`exists (
  select 1 from ${flows} where ${flows.id} = ${flowRuns.flowId} and ${flows.deletedAt} is null)`
