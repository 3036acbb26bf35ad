/**
 * How a command ended. `done`: it is settled. `dead`: it failed for a reason of its own, and somebody should look at it.
 * `release`: another connector, or a later try, has to settle it.
 */
export type CommandOutcome = 'done' | 'dead' | 'release'

/** A command that has begun, so that the next of its group may begin too; or `release`, if it can't begin here. */
export type BegunCommand = { settled: Promise<CommandOutcome> } | 'release'

/** A command that ended as soon as it began. */
export function settled(outcome: Exclude<CommandOutcome, 'release'>): BegunCommand {
  return { settled: Promise.resolve(outcome) }
}
