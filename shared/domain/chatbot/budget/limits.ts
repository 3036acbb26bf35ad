/** CPU budget of a flow for one message, timer or answer, in ms, in a run and in a simulation. */
export const MESSAGE_CPU_MS = 200
/** CPU budget of one simulation, in ms. The message that exceeds the budget is still played. */
export const SIMULATION_CPU_MS = 2_000
/** CPU budget of the check of a flow or a trigger, in ms. The check of a typical flow takes about 20 ms. */
export const VALIDATION_CPU_MS = 1_000
