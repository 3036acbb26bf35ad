import { Duration } from 'aws-cdk-lib'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import type { ILogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { ImpactAlarm } from './alarm.ts'
import { countLogged } from './countLogged.ts'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'

/** The name of the metric that the alarm on a silent sweeper counts. */
const SILENT = 'Sweeper.silent'

export interface SweeperProps extends GatewayFunctionProps {
  /** The name of the rule that invokes the function each minute. */
  ruleName: string
  connectorLogs: ILogGroup
  apiLogs: ILogGroup
}

/**
 * Invokes the sweeper every minute. A failed run is not retried, because the next run does its work. While the gateway is asleep, the rule
 * is disabled, and the sweeper runs once a day.
 */
export class Sweeper extends Construct {
  readonly function: GatewayFunction

  constructor(scope: Construct, id: string, props: SweeperProps) {
    super(scope, id)
    this.function = new GatewayFunction(this, 'Function', props)
    this.function.lambda.configureAsyncInvoke({ retryAttempts: 0 })
    new Rule(this, 'EveryMinute', {
      // The function enables and disables the rule by this name. A reference to the rule would be a circle.
      ruleName: props.ruleName,
      description: 'Vesper Gateway: recovers work that a crash interrupted',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function.lambda, { retryAttempts: 0 })],
    })
    new Rule(this, 'EveryDay', {
      description: 'Vesper Gateway: deletes old data while the gateway is asleep',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [
        new LambdaFunction(this.function.lambda, {
          event: RuleTargetInput.fromObject({ isDaily: true }),
          retryAttempts: 2,
        }),
      ],
    })
    // A connector and the API report what the sweeper cannot: a gateway that sleeps has no invocations.
    countLogged(this, props.apiLogs, 'fleet.wake_failed', SILENT)
    new ImpactAlarm(this, 'Silent', {
      metric: countLogged(this, props.connectorLogs, 'sweeps.missing', SILENT).with({
        period: Duration.minutes(15),
      }),
      threshold: 0,
      periods: 1,
      impact:
        'The sweeper does not run, or a gateway that sleeps did not wake: no session can be created, and interrupted work is not recovered.',
      runbook: 'sweeper',
      topic: props.alarms,
    })
    new ImpactAlarm(this, 'TooFew', {
      metric: countLogged(this, this.function.logs, 'fleet.too_few'),
      threshold: 0,
      periods: 5,
      impact: 'Fewer connectors run than the minimum: sessions may be offline.',
      runbook: 'connectors-missing',
      topic: props.alarms,
    })
    new ImpactAlarm(this, 'Failing', {
      metric: countLogged(this, this.function.logs, 'sweep.failed'),
      threshold: 0,
      periods: 5,
      impact:
        'A part of the sweeper fails in each run: interrupted work is not recovered, or old data is not deleted.',
      runbook: 'sweeper',
      topic: props.alarms,
    })
  }
}
