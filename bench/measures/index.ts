import type { Measure } from '../measure.ts'
import { send } from './send.ts'

/** What can be asked for with `--only`, in the order in which it is measured. */
export const MEASURES = { send } satisfies Record<string, Measure>
export type MeasureName = keyof typeof MEASURES
