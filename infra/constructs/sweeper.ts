import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import { ImpactAlarm } from './alarm.ts'
import { countLogged } from './countLogged.ts'
import { GatewayFunction, type GatewayFunctionProps } from './gatewayFunction.ts'

/** Invokes the sweeper every minute. A failed run is not retried, because the next run does its work. */
export class Sweeper extends Construct {
  readonly function: GatewayFunction

  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id)
    this.function = new GatewayFunction(this, 'Function', props)
    this.function.lambda.configureAsyncInvoke({ retryAttempts: 0 })
    new Rule(this, 'EveryMinute', {
      description: 'Vesper Gateway: recovers work that a crash interrupted',
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(this.function.lambda, { retryAttempts: 0 })],
    })
    new ImpactAlarm(this, 'Silent', {
      metric: this.function.lambda.metricInvocations({ period: Duration.minutes(5) }),
      threshold: 1,
      below: true,
      periods: 2,
      breachOnMissingData: true,
      impact:
        'Work that a crash interrupted is not recovered: messages are not sent, events are not delivered.',
      runbook: 'sweeper',
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
