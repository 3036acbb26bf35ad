import path from 'node:path'
import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { FUNCTION_SECONDS } from '#shared/contracts/cloudLimits.ts'
import type { FunctionName } from '../build/bundle.ts'
import { ImpactAlarm } from './alarm.ts'
import { grantSecret } from './grants.ts'

export interface GatewayFunctionProps {
  name: FunctionName
  /** The folder with a subfolder for each function's bundle. */
  bundles: string
  environment: Record<string, string>
  secret: Secret
  memoryMb: number
  concurrency?: number | undefined
  logDays: number
  /** A sentence that names the effect of a failed invocation on users. */
  impact: string
  /** Consecutive minutes with errors, after which the alarm rings. A function that runs rarely needs 1. Default: 3. */
  errorMinutes?: number
  alarms: ITopic
}

/** A Lambda function with log retention, an alarm on errors, and a role that may only write logs and read the secret. */
export class GatewayFunction extends Construct {
  readonly lambda: LambdaFunction
  readonly logs: LogGroup

  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id)
    this.logs = new LogGroup(this, 'Logs', { retention: props.logDays, removalPolicy: RemovalPolicy.DESTROY })
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.logs.grantWrite(role)
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Vesper Gateway: ${props.name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(path.join(props.bundles, props.name)),
      environment: props.environment,
      timeout: Duration.seconds(FUNCTION_SECONDS[props.name]),
      memorySize: props.memoryMb,
      ...(props.concurrency && { reservedConcurrentExecutions: props.concurrency }),
      logGroup: this.logs,
      role,
    })
    grantSecret(props.secret, role)
    new ImpactAlarm(this, 'Errors', {
      metric: this.lambda.metricErrors({ period: Duration.minutes(1) }),
      threshold: 0,
      periods: props.errorMinutes ?? 3,
      impact: props.impact,
      runbook: 'function-errors',
      topic: props.alarms,
    })
  }
}
