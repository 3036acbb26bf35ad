import type { Measure } from '../measure.ts'
import { apiAlone } from './api.ts'
import { coldStart } from './coldStart.ts'
import { deletion } from './delete.ts'
import { failover } from './failover.ts'
import { history } from './history.ts'
import { receive } from './receive.ts'
import { send } from './send.ts'
import { sessions } from './sessions.ts'
import { webhooks } from './webhooks.ts'

/** What can be asked for with `--only`, in the order in which it is measured. */
export const MEASURES = {
  coldStart,
  // The first that links any: it begins with one.
  sessions,
  send,
  receive,
  webhooks,
  failover,
  api: apiAlone,
  history,
  delete: deletion,
} satisfies Record<string, Measure>
export type MeasureName = keyof typeof MEASURES
