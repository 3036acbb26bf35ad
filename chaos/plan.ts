import { Random } from './random.ts'

/** One fault of a schedule. */
export interface Fault {
  /** Time from the start of the run. */
  atMs: number
  kind: FaultKind
  /** Duration; 0 for an instantaneous fault. */
  forMs: number
  /** Selects one of the possible targets: 0 to below 1. */
  aim: number
}

/** Relative frequencies. `connector.resize` alternately adds and removes a connector. */
const WEIGHTS = {
  'connector.kill': 5,
  'connector.pause': 2,
  'connector.freeze': 2,
  'connector.terminate': 3,
  'connector.resize': 4,
  'database.cut': 2,
  'database.terminate': 2,
  'database.lock': 3,
  'database.slow': 2,
  'queue.refuse': 2,
  'network.dropAll': 1,
  'network.dropOne': 3,
  'qstash.refuse': 1,
  'qstash.hang': 1,
} as const
/** A fault that the argument `only` can name. */
export type FaultName = keyof typeof WEIGHTS
/** A fault that is injected into the gateway. */
export type FaultKind = Exclude<FaultName, 'connector.resize'> | 'connector.add' | 'connector.remove'
/** The faults of a schedule by default. */
export const FAULT_NAMES = Object.keys(WEIGHTS) as FaultName[]

const FIRST_AT_MS = 1_000
/** The next fault usually comes before the fleet has recovered, but not always. */
const GAP_MS = { from: 2_000, to: 8_000 }
/** The load continues for a moment after the last fault. */
const LAST_BEFORE_END_MS = 2_000

/**
 * Returns the schedule of a run, which depends only on the options.
 * @param options.leaseMs each pause is longer
 * @param options.only faults to draw from; all by default
 */
export function planFaults(options: {
  seed: number
  forMs: number
  leaseMs: number
  only?: readonly FaultName[]
}): Fault[] {
  const { only = FAULT_NAMES } = options
  const bag = only.flatMap((name) => Array.from({ length: WEIGHTS[name] }, () => name))
  const random = new Random(options.seed)
  const faults: Fault[] = []
  let hasGuest = false
  for (
    let atMs = FIRST_AT_MS;
    atMs < options.forMs - LAST_BEFORE_END_MS;
    atMs += random.between(GAP_MS.from, GAP_MS.to)
  ) {
    const drawn = random.pick(bag)
    const kind = drawn !== 'connector.resize' ? drawn : hasGuest ? 'connector.remove' : 'connector.add'
    if (drawn === 'connector.resize') hasGuest = !hasGuest
    faults.push({ atMs, kind, forMs: durationOf(kind, random, options.leaseMs), aim: random.next() })
  }
  return faults
}

function durationOf(kind: FaultKind, random: Random, leaseMs: number): number {
  switch (kind) {
    case 'connector.pause':
    case 'connector.freeze':
      return leaseMs + random.between(500, 3_000)
    case 'database.cut':
      return random.between(300, 2_000)
    case 'database.lock':
      return random.between(5_000, 20_000)
    case 'database.slow':
      return random.between(3_000, 8_000)
    case 'queue.refuse':
      return random.between(1_000, 2_000)
    case 'qstash.refuse':
      return random.between(1_000, 3_000)
    default:
      return 0
  }
}
