import type { Measure } from '../measure.ts'
import { apiAlone } from './api.ts'
import { coldStart } from './coldStart.ts'
import { connections } from './connections.ts'
import { deletion } from './delete.ts'
import { failover } from './failover.ts'
import { history } from './history.ts'
import { receive } from './receive.ts'
import { scaleOut } from './scaleOut.ts'
import { send } from './send.ts'
import { sessions } from './sessions.ts'
import { webhookCost } from './webhookCost.ts'
import { webhooks } from './webhooks.ts'

/** The measures of `--only`, in the order of their execution. */
export const MEASURES = {
  coldStart,
  // This measure links the first session, because its smallest case has one session.
  sessions,
  send,
  scaleOut,
  receive,
  webhooks,
  webhookCost,
  failover,
  api: apiAlone,
  connections,
  history,
  delete: deletion,
} satisfies Record<string, Measure>
export type MeasureName = keyof typeof MEASURES
