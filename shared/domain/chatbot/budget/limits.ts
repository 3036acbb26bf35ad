/** The CPU that a flow may take for one message, timer or answer, in ms: in a run and in a simulation alike. */
export const MESSAGE_CPU_MS = 200
/** The CPU that one request to simulate a flow may take, in ms. The message that passes the limit is still played. */
export const SIMULATION_CPU_MS = 2_000
/** The CPU that checking a flow or a trigger may take, in ms. Flows that people draw take about 20. */
export const VALIDATION_CPU_MS = 1_000
