/**
 * Outcome of a command. `done`: the command is settled. `dead`: the command failed for a reason of its own and goes to the dead
 * letters. `release`: another connector or a later attempt settles the command.
 */
export type CommandOutcome = 'done' | 'dead' | 'release'

/**
 * A command that has begun, so that the next command of its group may begin. `release`: the command cannot begin on this
 * connector.
 */
export type BegunCommand = { settled: Promise<CommandOutcome> } | 'release'

/** Returns a command that ended as soon as it began. */
export function settled(outcome: Exclude<CommandOutcome, 'release'>): BegunCommand {
  return { settled: Promise.resolve(outcome) }
}
