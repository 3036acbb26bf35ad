import type { Clock } from '../../clock.ts'
import type { Deliveries } from '../delivery/deliveries.ts'
import type { Logs } from '../state/logs.ts'
import type { Store } from '../state/store.ts'
import type { Faults } from './faults.ts'

/** The dependencies of the routes. */
export interface Service {
  store: Store
  deliveries: Deliveries
  logs: Logs
  faults: Faults
  clock: Clock
}
