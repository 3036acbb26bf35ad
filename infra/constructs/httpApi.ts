import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  DomainName,
  HttpApi as Gateway,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import type { Settings } from '../settings.ts'
import { accept } from './accept.ts'
import { HurtAlarm } from './alarm.ts'

const API_PATHS = [
  '/api/v1/{proxy+}',
  '/admin/v1/{proxy+}',
  '/health',
  '/health/{proxy+}',
  '/docs',
  '/docs/{proxy+}',
  '/openapi.json',
]
const JOBS_PATH = '/jobs/{proxy+}'
/** Below this many requests a minute, one that fails is no share of anything. */
const ENOUGH_REQUESTS = 20
const MAX_ERROR_PERCENT = 1

/** The public side: routes, access log, throttling, and a domain of one's own. */
export class HttpApi extends Construct {
  readonly gateway: Gateway
  /** Origin, without a slash at its end. */
  readonly origin: string

  constructor(scope: Construct, id: string, props: { settings: Settings; alarms: ITopic }) {
    super(scope, id)
    const { settings } = props
    this.gateway = new Gateway(this, 'Gateway', {
      description: 'Vesper Gateway',
      createDefaultStage: false,
      disableExecuteApiEndpoint: settings.domainName !== undefined,
    })
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: settings.keepLogsDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const domain = this.#domain(settings)
    new HttpStage(this, 'Stage', {
      httpApi: this.gateway,
      autoDeploy: true,
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: ACCESS_LOG },
      ...(domain && { domainMapping: { domainName: domain } }),
    })
    this.origin = domain ? `https://${settings.domainName}` : this.gateway.apiEndpoint
    new CfnOutput(this, 'Origin', { key: 'ApiOrigin', value: this.origin })
    accept(
      this.gateway,
      'APIG4',
      'The functions authenticate: API keys and the admin token by their hash, QStash by its signature.',
    )
    this.#alarmOnErrors(props.alarms)
  }

  /** Hands each path to its function. */
  route(functions: { api: IFunction; jobs: IFunction }): void {
    const api = new HttpLambdaIntegration('Api', functions.api)
    for (const path of API_PATHS)
      this.gateway.addRoutes({ path, methods: [HttpMethod.ANY], integration: api })
    const jobs = new HttpLambdaIntegration('Jobs', functions.jobs)
    this.gateway.addRoutes({ path: JOBS_PATH, methods: [HttpMethod.POST], integration: jobs })
  }

  #domain({ domainName, certificateArn }: Settings): DomainName | undefined {
    if (domainName === undefined || certificateArn === undefined) return undefined
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    const domain = new DomainName(this, 'Domain', { domainName, certificate })
    new CfnOutput(this, 'DomainTarget', { key: 'DomainTarget', value: domain.regionalDomainName })
    return domain
  }

  #alarmOnErrors(topic: ITopic): void {
    const period = Duration.minutes(1)
    const metric = new MathExpression({
      expression: `IF(requests > ${ENOUGH_REQUESTS}, 100 * errors / requests, 0)`,
      usingMetrics: {
        requests: this.gateway.metricCount({ period }),
        errors: this.gateway.metricServerError({ period }),
      },
      label: 'Requests that end with 5xx, %',
      period,
    })
    new HurtAlarm(this, 'ServerErrors', {
      metric,
      threshold: MAX_ERROR_PERCENT,
      periods: 3,
      impact: 'Requests of customers, or calls of QStash, end with 5xx.',
      runbook: 'api-errors',
      topic,
    })
  }
}

/** The route and the outcome of a request, without header, body, query and path: a path may hold a phone number. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTimeEpoch',
    ip: '$context.identity.sourceIp',
    method: '$context.httpMethod',
    route: '$context.routeKey',
    status: '$context.status',
    bytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationError: '$context.integrationErrorMessage',
  }),
)
