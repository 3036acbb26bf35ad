import { and, asc, eq, isNull } from 'drizzle-orm'
import { flowSteps, flows, type Queryable } from '#shared/database/index.ts'
import { NotFound, ValidationFailed } from '#shared/errors/index.ts'
import { quoteOf } from '#shared/input/index.ts'
import type { AppContext } from '../../context.ts'
import type { FlowRow, StepRow } from './view.ts'

/** Builds the condition that finds the flows of an app, except deleted flows. */
export const flowsOf = (appId: string) => and(eq(flows.appId, appId), isNull(flows.deletedAt))

/** Builds the condition that finds one flow of the app. */
export const ownFlow = (ctx: Pick<AppContext, 'appId'>, id: string) =>
  and(eq(flows.id, id), flowsOf(ctx.appId))

/**
 * Loads a flow of the app.
 * @throws NotFound also for a flow of another app
 */
export async function loadFlow({
  ctx,
  input: { id },
}: {
  ctx: Pick<AppContext, 'db' | 'appId'>
  input: { id: string }
}): Promise<FlowRow> {
  const [row] = await ctx.db.select().from(flows).where(ownFlow(ctx, id))
  if (!row) throw new NotFound({ what: 'Flow', id })
  return row
}

/** Loads the steps of a flow, in the order of their creation. */
export async function loadSteps({
  ctx: { db },
  input: { flowId },
}: {
  ctx: { db: Queryable }
  input: { flowId: string }
}): Promise<StepRow[]> {
  return await db.select().from(flowSteps).where(eq(flowSteps.flowId, flowId)).orderBy(asc(flowSteps.seq))
}

/**
 * Checks that each connection leads to a step of the same flow.
 * @throws ValidationFailed
 */
export function assertTargets(
  connections: Readonly<Record<string, string | null>>,
  stepIds: ReadonlySet<string>,
  path: string,
): void {
  const details = Object.entries(connections).flatMap(([outlet, to]) =>
    to === null || stepIds.has(to)
      ? []
      : [
          {
            path: `${path}.${outlet}`,
            message: `The flow has no such step${quoteOf(to)}. Connect the outlet to another step`,
          },
        ],
  )
  if (details.length > 0) throw new ValidationFailed({ details })
}

/**
 * Checks that the app in a request, if any, is the app of the API key.
 * @throws NotFound
 */
export function assertOwnApp({ appId }: Pick<AppContext, 'appId'>, named: string | undefined): void {
  if (named !== undefined && named !== appId) throw new NotFound({ what: 'App', id: named })
}
