import { Random } from './random.ts'

/** One fault of a schedule. */
export interface Fault {
  /** From the beginning of the run. */
  atMs: number
  kind: FaultKind
  /** How long it lasts; 0 where it is over at once. */
  forMs: number
  /** Which of those that it could hit: from 0 up to, and without, 1. */
  aim: number
}

/** How often each comes, beside the others. The fleet grows and shrinks in turns, so that one share is for both. */
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
/** What may be asked for. */
export type FaultName = keyof typeof WEIGHTS
/** What is done to the gateway. */
export type FaultKind = Exclude<FaultName, 'connector.resize'> | 'connector.add' | 'connector.remove'
/** What a schedule is drawn from. */
export const FAULT_NAMES = Object.keys(WEIGHTS) as FaultName[]

const FIRST_AT_MS = 1_000
/** A fleet that is hit again before it is whole is the rule, but not always. */
const GAP_MS = { from: 2_000, to: 8_000 }
/** Behind the last fault the load goes on for a moment. */
const LAST_BEFORE_END_MS = 2_000

/**
 * The schedule of a run: the same for the same seed, whatever happens meanwhile.
 * @param options.leaseMs a pause is longer than that
 * @param options.only draws from these; default all
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
