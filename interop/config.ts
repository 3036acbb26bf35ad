import { z } from 'zod'
import { readConfig } from '#shared/config/readConfig.ts'

/** The variables of a run of these tests. The set-up of the run sets VESPER_CONNECTOR_MAIN. */
const interopEnvironment = z.object({
  /** Log level of the gateways in the tests. */
  TEST_LOG: z.string().default('silent'),
  /** The built file of a connector. */
  VESPER_CONNECTOR_MAIN: z.string().default(''),
  /** More test cases than a run of CI has: this many fuzzing examples for each operation. */
  VESPER_SCHEMATHESIS_EXAMPLES: z.coerce.number().int().min(0).default(0),
})

export function readInteropConfig(): z.output<typeof interopEnvironment> {
  return readConfig(interopEnvironment, process.env)
}

/** Returns the variables that a program needs to run at all. */
export function essentialEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME } = process.env
  return { PATH, HOME }
}

/** Returns all variables of this process, for a tool that reads its own. */
export function wholeEnvironment(): Record<string, string | undefined> {
  return { ...process.env }
}
