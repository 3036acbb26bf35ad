import { and, eq } from 'drizzle-orm'
import { flowVersions } from '#shared/database/index.ts'
import { FlowIsDraft } from '#shared/errors/index.ts'
import type { AppContext } from '../../context.ts'
import {
  type CpuMeter,
  cpuMeter,
  MESSAGE_CPU_MS,
  runWithinBudget,
  SIMULATION_CPU_MS,
} from '../budget/index.ts'
import {
  checked,
  drawn,
  loadFlow,
  loadSteps,
  readStored,
  type StoredDefinition,
  toDefinition,
  validateFlow,
} from '../flows/index.ts'
import type { Simulation, SimulationInput } from './input.ts'
import { type Rehearsed, rehearse, type SimulationOutcome } from './rehearse.ts'

/**
 * Simulates the draft or the published version of a flow. Returns the transcript, the path, faults and warnings. Each
 * message has the CPU budget of production, and the whole simulation has a budget of its own.
 * @throws NotFound, FlowIsDraft, ValidationFailed for a flow whose check takes too much CPU
 */
export async function simulateFlow({
  ctx,
  input,
}: {
  ctx: AppContext
  input: SimulationInput & { flowId: string }
}): Promise<Simulation> {
  const stored = await load(ctx, input)
  const { faults, warnings } = await checked({ ctx, input: { path: 'steps', check: validateFlow(stored) } })
  const rehearsal = rehearse(toDefinition(stored), input, ctx.now())
  const played = await play(rehearsal, ctx.cpuMeter ?? cpuMeter)
  return { ...played, faults, warnings: [...warnings, ...played.warnings] }
}

async function play(rehearsal: Rehearsed<SimulationOutcome>, meter: CpuMeter): Promise<SimulationOutcome> {
  let spent = 0
  let next = rehearsal.next()
  while (!next.done) {
    if (spent >= SIMULATION_CPU_MS) {
      next = rehearsal.next(null)
      continue
    }
    const { result, spentMs } = await runWithinBudget(next.value, { meter, budgetMs: MESSAGE_CPU_MS })
    spent += spentMs
    next = rehearsal.next(result)
  }
  return next.value
}

async function load(
  ctx: AppContext,
  { flowId, version }: Pick<SimulationInput, 'version'> & { flowId: string },
): Promise<StoredDefinition> {
  const flow = await loadFlow({ ctx, input: { id: flowId } })
  if (version === 'draft') return drawn(flow, await loadSteps({ ctx, input: { flowId } }))
  if (flow.publishedVersionId === null) throw new FlowIsDraft({ flowId })
  const [published] = await ctx.db
    .select({ definition: flowVersions.definition })
    .from(flowVersions)
    .where(and(eq(flowVersions.id, flow.publishedVersionId), eq(flowVersions.appId, ctx.appId)))
  if (!published) throw new FlowIsDraft({ flowId })
  return readStored(published.definition)
}
