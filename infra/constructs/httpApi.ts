import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  type CfnRoute,
  type CfnStage,
  DomainName,
  HttpApi as Gateway,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
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
import { ImpactAlarm } from './alarm.ts'
import { suppressNag } from './suppressNag.ts'

const API_PATH = '/api/v1/{proxy+}'
const ADMIN_PATH = '/admin/v1/{proxy+}'
const JOBS_PATH = '/jobs/{proxy+}'
/** Paths without authentication. The API serves each at its root and below `/api/v1`. */
const PUBLIC_PATHS = ['/health', '/health/{proxy+}', '/docs', '/docs/{proxy+}', '/openapi.json'].flatMap(
  (path) => [path, `/api/v1${path}`],
)
/** The burst limit of a route, in seconds of its rate. */
const BURST_SECONDS = 2
/** Requests a minute. At or below this number, a percentage of errors means nothing. */
const ENOUGH_REQUESTS = 20
const MAX_ERROR_PERCENT = 1

/** The public HTTP API: routes, access log, a throttle for each kind of caller, and a custom domain. */
export class HttpApi extends Construct {
  readonly gateway: Gateway
  /** The origin that QStash calls if no edge closes it, without a trailing slash. */
  readonly origin: string
  /** The origin that clients call without the edge. */
  readonly publicOrigin: string
  readonly #stage: HttpStage
  readonly #settings: Settings

  constructor(scope: Construct, id: string, props: { settings: Settings; alarms: ITopic }) {
    super(scope, id)
    const { settings } = props
    this.#settings = settings
    this.gateway = new Gateway(this, 'Gateway', {
      apiName: Stack.of(this).stackName,
      description: 'Vesper Gateway',
      createDefaultStage: false,
      // CloudFront calls this endpoint. With the edge, the functions close it.
      disableExecuteApiEndpoint: settings.domainOnly && !settings.edge,
    })
    const logs = new LogGroup(this, 'AccessLogs', {
      retention: settings.keepLogsDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const domain = this.#domain(settings)
    this.#stage = new HttpStage(this, 'Stage', {
      httpApi: this.gateway,
      autoDeploy: true,
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestBurst },
      accessLogSettings: { destination: new LogGroupLogDestination(logs), format: ACCESS_LOG },
      ...(domain && { domainMapping: { domainName: domain } }),
    })
    const ofDomain = `https://${settings.domainName}`
    // QStash calls the address of API Gateway until the domain is the only one: its DNS record may not exist yet.
    this.origin = settings.domainOnly ? ofDomain : this.gateway.apiEndpoint
    this.publicOrigin = domain ? ofDomain : this.origin
    suppressNag(
      this.gateway,
      'APIG4',
      'The functions authenticate: API keys and the admin token by their hash, QStash by its signature.',
    )
    this.#alarmOnErrors(props.alarms)
  }

  /**
   * Routes each path to its function. All paths except `/api/v1` have their own throttle, so that a flood on one does not
   * throttle the others.
   */
  route(functions: { api: IFunction; jobs: IFunction }): void {
    const { adminPerSecond, jobsPerSecond, openPerSecond } = this.#settings
    const api = new HttpLambdaIntegration('Api', functions.api)
    const jobs = new HttpLambdaIntegration('Jobs', functions.jobs)
    this.#add(HttpMethod.ANY, API_PATH, api)
    this.#throttle(this.#add(HttpMethod.ANY, ADMIN_PATH, api), adminPerSecond)
    this.#throttle(this.#add(HttpMethod.POST, JOBS_PATH, jobs), jobsPerSecond)
    for (const path of PUBLIC_PATHS) this.#throttle(this.#add(HttpMethod.ANY, path, api), openPerSecond)
    // The API answers all other paths with its envelope, and serves a public path with a trailing slash.
    const others = { httpApi: this.gateway, routeKey: HttpRouteKey.DEFAULT, integration: api }
    this.#throttle([new HttpRoute(this.gateway, 'Others', others)], openPerSecond)
  }

  #add(method: HttpMethod, path: string, integration: HttpLambdaIntegration): HttpRoute[] {
    return this.gateway.addRoutes({ path, methods: [method], integration })
  }

  /**
   * Sets a throttle for each route. The stage depends on the routes, because API Gateway rejects settings of a route that does
   * not exist.
   */
  #throttle(routes: readonly HttpRoute[], perSecond: number): void {
    const stage = this.#stage.node.defaultChild as CfnStage
    for (const route of routes) {
      const { routeKey } = route.node.defaultChild as CfnRoute
      const limits = { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: perSecond * BURST_SECONDS }
      stage.routeSettings = { ...stage.routeSettings, [routeKey]: limits }
      stage.node.addDependency(route)
    }
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
      label: 'Requests with status 5xx, %',
      period,
    })
    new ImpactAlarm(this, 'ServerErrors', {
      metric,
      threshold: MAX_ERROR_PERCENT,
      periods: 3,
      impact: 'Requests of customers or calls of QStash get a 5xx.',
      runbook: 'api-errors',
      topic,
    })
  }
}

/**
 * The access log holds the route and the outcome, and omits headers, body, query and path, because a path may contain a phone
 * number.
 */
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
