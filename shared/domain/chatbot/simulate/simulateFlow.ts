import { and, eq } from 'drizzle-orm'
import { flowVersions } from '#shared/database/index.ts'
import { FlowIsDraft } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import {
  drawn,
  loadFlow,
  loadSteps,
  readStored,
  type StoredDefinition,
  toDefinition,
  validateFlow,
} from '../flows/index.ts'
import type { Simulation, SimulationInput } from './input.ts'
import { simulate } from './simulate.ts'

/** Plays a flow through, as it is drawn or as it is live, with what it says, where it goes, and what is wrong with it.
 * @throws NotFound, FlowIsDraft */
export async function simulateFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: SimulationInput & { flowId: string }
}): Promise<Simulation> {
  const stored = await load(ctx, input)
  const { faults, warnings } = validateFlow(stored)
  const played = simulate(toDefinition(stored), input, ctx.now())
  return { ...played, faults, warnings: [...warnings, ...played.warnings] }
}

async function load(
  ctx: AppContext,
  { flowId, version }: Pick<SimulationInput, 'version'> & { flowId: string },
): Promise<StoredDefinition> {
  const flow = await loadFlow(ctx, flowId)
  if (version === 'draft') return drawn(flow, await loadSteps(ctx.db, flowId))
  if (flow.publishedVersionId === null) throw new FlowIsDraft({ flowId })
  const [published] = await ctx.db
    .select({ definition: flowVersions.definition })
    .from(flowVersions)
    .where(and(eq(flowVersions.id, flow.publishedVersionId), eq(flowVersions.appId, ctx.appId)))
  if (!published) throw new FlowIsDraft({ flowId })
  return readStored(published.definition)
}
