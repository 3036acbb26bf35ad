import { ValidationFailed } from '#shared/errors/index.ts'
import { STEPS, type StepName } from '../engine/index.ts'

/**
 * Checks the parts of a configuration that no later change of the flow can make valid.
 * @throws ValidationFailed
 */
export function assertWritten({ type, config }: { type: string; config: Record<string, unknown> }): void {
  const faults = STEPS[type as StepName].written?.(config) ?? []
  const details = faults.map(({ path, message }) => ({ path: `config.${path}`, message }))
  if (details.length > 0) throw new ValidationFailed({ details })
}
