import { Duration } from 'aws-cdk-lib'
import type { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { METRICS } from '#shared/contracts/metrics.ts'
import type { Settings } from '../settings.ts'
import { gatewayMetric, ImpactAlarm } from './alarm.ts'
import { countLogged } from './countLogged.ts'

/** A single session may belong to a phone that is off for good. Several sessions point to a fault of ours or of WhatsApp. */
const MANY_SESSIONS_DOWN = 5

/** A message of a connected session takes less than a second. A burst of messages waits longer, for the pace of WhatsApp. */
const LATE_SECONDS = 5 * 60

/** Percentage of the memory of a connector above which the alarm rings. */
const MANY_PERCENT = 85

/**
 * Adds the alarms on offline sessions: restarting connectors, little memory, lost connections. Returns the alarm that
 * rolls a deploy back.
 */
export function addFleetAlarms(
  scope: Construct,
  fleet: { settings: Settings; logs: LogGroup; memory: IMetric; topic: ITopic },
): { sessionsDown: Alarm } {
  const { settings, logs, memory, topic } = fleet
  new ImpactAlarm(scope, 'Restarts', {
    metric: countLogged(scope, logs, 'connector.started').with({ period: Duration.minutes(15) }),
    // A deploy starts up to `connectorMax` connectors.
    threshold: settings.connectorMax + 2,
    periods: 1,
    impact: 'Connectors restart repeatedly: their sessions are offline during each restart.',
    runbook: 'connector-restarts',
    topic,
  })
  new ImpactAlarm(scope, 'ClientOutdated', {
    metric: countLogged(scope, logs, 'whatsapp.client_outdated'),
    threshold: 0,
    periods: 1,
    impact:
      'WhatsApp refuses the version of the client: sessions cannot log in until the fleet knows a newer version.',
    runbook: 'client-outdated',
    topic,
  })
  new ImpactAlarm(scope, 'Memory', {
    metric: memory,
    threshold: MANY_PERCENT,
    periods: 10,
    impact: 'A connector is about to run out of memory: its sessions would move to another connector.',
    runbook: 'connector-memory',
    topic,
  })
  new ImpactAlarm(scope, 'MessagesLate', {
    metric: gatewayMetric(scope, METRICS.messageLagSeconds, { statistic: 'Maximum' }),
    threshold: LATE_SECONDS,
    periods: 3,
    impact: 'Messages of connected sessions are accepted but not sent.',
    runbook: 'message-lag',
    topic,
  })
  const sessionsDown = new ImpactAlarm(scope, 'SessionsDown', {
    metric: gatewayMetric(scope, METRICS.sessionsDown, { statistic: 'Maximum' }),
    threshold: MANY_SESSIONS_DOWN,
    periods: 10,
    impact: 'Sessions that should be connected are not: they neither send nor receive.',
    runbook: 'sessions-down',
    topic,
  })
  return { sessionsDown }
}
