import type { Context, FleetSwitch } from '#shared/domain/context.ts'

/** Context of the sweeper. The sweeper has no configuration and no permission for other services. */
export type SweeperContext = Pick<
  Context,
  'db' | 'commands' | 'events' | 'outbox' | 'jobs' | 'media' | 'log' | 'metrics' | 'now' | 'settings'
> & {
  /** Unset: nobody stops the fleet. */
  fleetSwitch?: FleetSwitch | undefined
}
