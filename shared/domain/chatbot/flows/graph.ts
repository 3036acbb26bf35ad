import type { Interruptible } from '../budget/index.ts'
import { type Flow, STEPS, type Step } from '../engine/index.ts'

/** Returns the steps that a run can reach from the given steps, including the given steps. */
export function reachable(flow: Flow, from: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const open = [...from]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    open.push(...nextOf(flow, id))
  }
  return reached
}

/**
 * Returns the steps of loops without a wait for a reply, in the order of the flow. Without such a loop, the list is
 * empty.
 */
export function* endlessLoop(flow: Flow): Interruptible<string[]> {
  const silent = Object.values(flow.steps).filter((step) => !asks(step))
  const silentIds = new Set(silent.map(({ id }) => id))
  const steps = Object.fromEntries(
    silent.map((step) => [step.id, { ...step, connections: within(step, silentIds) }]),
  )
  const bare: Flow = { ...flow, steps }
  const looping: string[] = []
  // A flow that can be published has no such steps.
  for (const id of leadingToLoops(bare)) {
    yield
    if (reachable(bare, nextOf(bare, id)).has(id)) looping.push(id)
  }
  return looping
}

/**
 * Returns the steps that lead to a loop, in the order of the flow: all steps except those whose paths all end. Takes
 * linear time.
 */
function leadingToLoops(flow: Flow): string[] {
  const before = new Map<string, string[]>()
  const waysLeft = new Map<string, number>()
  for (const id of Object.keys(flow.steps)) {
    const next = nextOf(flow, id)
    waysLeft.set(id, next.length)
    for (const to of next) {
      const known = before.get(to)
      if (known) known.push(id)
      else before.set(to, [id])
    }
  }
  const ending = [...waysLeft].filter(([, left]) => left === 0).map(([id]) => id)
  for (let id = ending.pop(); id !== undefined; id = ending.pop()) {
    waysLeft.delete(id)
    for (const from of before.get(id) ?? []) {
      const left = (waysLeft.get(from) ?? 0) - 1
      waysLeft.set(from, left)
      if (left === 0) ending.push(from)
    }
  }
  return [...waysLeft.keys()]
}

function asks({ type, config, connections }: Step): boolean {
  const stepType = STEPS[type]
  const { success, data } = stepType.config.safeParse(config)
  return success && stepType.asks?.(data, new Set(Object.keys(connections))) === true
}

function within({ connections }: Step, ids: ReadonlySet<string>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(connections).filter(([, to]) => to !== null && ids.has(to)))
}

function nextOf(flow: Flow, id: string): string[] {
  const next = Object.values(flow.steps[id]?.connections ?? {})
  return next.filter((to): to is string => to !== null && flow.steps[to] !== undefined)
}
