import { Annotations, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { IGrantable } from 'aws-cdk-lib/aws-iam'
import type { Bucket } from 'aws-cdk-lib/aws-s3'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import { connectorEnvironment } from '#connector/config.ts'
import {
  apiEnvironment,
  eventsEnvironment,
  jobsEnvironment,
  migrateEnvironment,
  rotateEnvironment,
  sweeperEnvironment,
} from '#functions/config.ts'
import type { FunctionName } from '../build/bundle.ts'
import { ImpactAlarm, METRICS_NAMESPACE } from '../constructs/alarm.ts'
import { AlarmTopic } from '../constructs/alarmTopic.ts'
import { CommandQueues } from '../constructs/commandQueues.ts'
import { ConnectorFleet } from '../constructs/connectorFleet.ts'
import { countLogged } from '../constructs/countLogged.ts'
import { DeliveryAlarms } from '../constructs/deliveryAlarms.ts'
import { Edge } from '../constructs/edge.ts'
import { EdgeRotation } from '../constructs/edgeRotation.ts'
import { GatewayFunction } from '../constructs/gatewayFunction.ts'
import {
  grantKeyring,
  grantRead,
  grantRemove,
  grantSecret,
  grantSend,
  grantUnwrap,
  grantWrite,
} from '../constructs/grants.ts'
import { HttpApi } from '../constructs/httpApi.ts'
import { Migration } from '../constructs/migration.ts'
import { Network } from '../constructs/network.ts'
import { QueueConsumer } from '../constructs/queueConsumer.ts'
import { grantSleep, grantWake, type Sleepers } from '../constructs/sleepGrants.ts'
import { suppressNag } from '../constructs/suppressNag.ts'
import { Sweeper } from '../constructs/sweeper.ts'
import { SETTINGS_KEY } from '../deploy/deployed.ts'
import { environmentOf, type FleetVariables, type StackEnvironment } from '../environment.ts'
import { namesOf } from '../names.ts'
import type { Settings } from '../settings.ts'
import type { GivenSettings } from '../settingsFile.ts'
import { addDashboard } from './dashboard.ts'
import type { DataStack } from './dataStack.ts'
import { webAclArn } from './edgeStack.ts'
import { stackEnvironment } from './stackEnvironment.ts'

/** Keys of the data files of exports of persons. */
const EXPORTS = 'apps/*/exports/*'

export interface GatewayStackProps extends StackProps {
  settings: Settings
  data: DataStack
  /** The folder with a subfolder for each function's bundle. */
  bundles: string
  /** The settings that the operator gave. The template keeps them for a deploy from another machine. */
  given: GivenSettings
  /** The number of connectors that run at the time of the deploy. */
  running: number
  /** Time of the synthesis in ISO 8601. */
  synthesizedAt: string
}

/** The replaceable resources: queues, functions, the API and the connectors. DataStack holds the rest. */
export class GatewayStack extends Stack {
  readonly #props: GatewayStackProps
  readonly #alarms: ITopic
  #environment: StackEnvironment & Partial<FleetVariables>
  readonly #sleepers: Sleepers
  readonly http: HttpApi
  /** Unset without the edge. */
  readonly edge: Edge | undefined
  readonly commands: CommandQueues
  readonly events: QueueConsumer
  readonly api: GatewayFunction
  readonly jobs: GatewayFunction
  readonly fleet: ConnectorFleet

  constructor(scope: Construct, id: string, props: GatewayStackProps) {
    super(scope, id, props)
    const { settings, data } = props
    this.#props = props
    const names = namesOf(settings.stage)
    this.addMetadata(SETTINGS_KEY, props.given)
    this.node.setContext(METRICS_NAMESPACE, names.metrics)
    this.#alarms = new AlarmTopic(this, 'Alarms', {
      email: settings.alarmEmail,
      hasKey: settings.alarmKey,
    }).topic
    const alarms = this.#alarms
    this.http = new HttpApi(this, 'Http', { settings, alarms })
    this.edge = this.#addEdge()
    const publicOrigin = this.edge?.origin ?? this.http.publicOrigin
    const origin = settings.edgeOnly ? publicOrigin : this.http.origin
    this.#environment = stackEnvironment(this, { settings, data, origin, edge: this.edge })
    new CfnOutput(this, 'ApiOrigin', { key: 'ApiOrigin', value: publicOrigin })
    this.commands = new CommandQueues(this, 'Commands', {
      prefix: names.commandQueues,
      partitions: settings.partitions,
      alarms,
    })
    this.events = this.#addEvents()
    this.fleet = this.#addFleet()
    this.#sleepers = { service: this.fleet.service, sweepRule: names.sweepRule }
    this.#environment = { ...this.#environment, ...this.fleet.variables(names.sweepRule, settings) }
    this.api = this.#addApi()
    this.jobs = this.#addJobs()
    this.http.route({ api: this.api.lambda, jobs: this.jobs.lambda })
    this.#closeByEdge(this.api, this.jobs)
    const sweeper = this.#addSweeper()
    new DeliveryAlarms(this, 'Deliveries', { events: this.events.function, alarms })
    if (settings.dashboard) addDashboard(this)
    new CfnOutput(this, 'Cluster', { key: 'Cluster', value: this.fleet.cluster.clusterName })
    new CfnOutput(this, 'Service', { key: 'Service', value: this.fleet.service.serviceName })
    suppressNag(
      this,
      filesOf(data, '*'),
      'File names are not known in advance. The permission covers the files of this bucket only.',
    )
    this.#migrateBefore(this.api, this.jobs, this.events, sweeper, this.fleet)
  }

  #addEdge(): Edge | undefined {
    const { settings, data } = this.#props
    if (!settings.edge) return undefined
    if (!settings.edgeOnly)
      Annotations.of(this).addWarningV2(
        'vesper:edgeOpen',
        'Clients can pass by the firewall: set edgeOnly when all clients use CloudFront.',
      )
    const endpoint = this.http.gateway.apiEndpoint
    return new Edge(this, 'Edge', { settings, endpoint, key: data.key, webAclArn: webAclArn(settings) })
  }

  /** Lets functions check the header of the edge, and rotates its value. */
  #closeByEdge(...functions: GatewayFunction[]): void {
    const { edge } = this
    if (!edge) return
    for (const one of functions) {
      grantSecret(edge.secret, one.lambda)
      // A closed function answers nobody until CloudFront is there.
      one.lambda.node.addDependency(edge.distribution)
      new ImpactAlarm(one, 'EdgeRefused', {
        metric: countLogged(one, one.logs, 'edge.refused').with({ period: Duration.minutes(5) }),
        threshold: 0,
        periods: 3,
        impact: "Requests with a wrong value of the edge's header are refused: CloudFront's, or forged ones.",
        runbook: 'edge-refused',
        topic: this.#alarms,
      })
    }
    const { secret: _secret, environment, ...common } = this.#function('rotate', rotateEnvironment)
    // The rotation may not read the credentials of the gateway.
    const { VESPER_SECRET_ARN: _arn, ...own } = environment
    new EdgeRotation(this, 'EdgeRotation', {
      ...common,
      environment: own,
      edge,
      memoryMb: 256,
      // Secrets Manager repeats a failed rotation after hours.
      errorMinutes: 1,
      impact: 'The secret header of the edge stays old: a leaked value stays valid.',
    })
  }

  #function(name: FunctionName, schema: { shape: Record<string, unknown> }) {
    const { bundles, data, settings } = this.#props
    return {
      name,
      bundles,
      environment: environmentOf(schema, this.#environment),
      secret: data.secret,
      memoryMb: 512,
      logDays: settings.keepLogsDays,
      alarms: this.#alarms,
    }
  }

  #addFleet(): ConnectorFleet {
    const { settings, data } = this.#props
    const fleet = new ConnectorFleet(this, 'Fleet', {
      settings,
      network: new Network(this, 'Network', { nat: settings.nat, logDays: settings.keepLogsDays }),
      environment: environmentOf(connectorEnvironment, this.#environment),
      secret: data.secret,
      alarms: this.#alarms,
      running: this.#props.running,
    })
    this.commands.grantConsume(fleet.taskRole)
    grantSend(this.events.queue, fleet.taskRole)
    grantKeyring(data.key, fleet.taskRole)
    grantFiles(data.media, fleet.taskRole)
    return fleet
  }

  #addApi(): GatewayFunction {
    const { settings, data } = this.#props
    const api = new GatewayFunction(this, 'Api', {
      ...this.#function('api', apiEnvironment),
      memoryMb: settings.apiMemoryMb,
      concurrency: settings.apiConcurrency,
      impact: 'Requests of customers fail.',
    })
    new ImpactAlarm(api, 'RateLimit', {
      metric: countLogged(api, api.logs, 'rate_limit.degraded').with({ period: Duration.minutes(15) }),
      threshold: 0,
      periods: 1,
      impact: 'Requests are counted in each process, not in one place: callers may exceed their limit.',
      runbook: 'rate-limit-degraded',
      topic: this.#alarms,
    })
    this.#grantSending(api)
    grantWake(this.#sleepers, api.lambda)
    grantFiles(data.media, api.lambda)
    grantKeyring(data.key, api.lambda)
    return api
  }

  #addJobs(): GatewayFunction {
    const { settings, data } = this.#props
    const jobs = new GatewayFunction(this, 'Jobs', {
      ...this.#function('jobs', jobsEnvironment),
      concurrency: settings.jobsConcurrency,
      impact: 'Webhooks are delivered late: QStash retries.',
    })
    this.#grantSending(jobs)
    grantFiles(data.media, jobs.lambda)
    grantUnwrap(data.key, jobs.lambda)
    return jobs
  }

  #addEvents(): QueueConsumer {
    const events = new QueueConsumer(this, 'Events', {
      ...this.#function('events', eventsEnvironment),
      queueName: namesOf(this.#props.settings.stage).eventQueue,
      batches: this.#props.settings.eventsConcurrency,
      concurrency: this.#props.settings.eventsReserved,
      impact: 'Events are retried later: webhooks are late.',
      deadImpact: 'Events failed for half an hour: customers did not receive them.',
    })
    const { logs } = events.function
    new ImpactAlarm(events, 'Chatbot', {
      metric: countLogged(events, logs, 'chatbot.event_failed').with({ period: Duration.minutes(15) }),
      threshold: 0,
      periods: 1,
      impact: 'Bots did not answer messages, and will not. Webhooks were delivered.',
      runbook: 'chatbot-fails',
      topic: this.#alarms,
    })
    this.#grantSending(events.function, events)
    return events
  }

  /** Grants the permissions to accept messages and to emit their events. */
  #grantSending({ lambda }: GatewayFunction, events = this.events): void {
    this.commands.grantSend(lambda)
    grantSend(events.queue, lambda)
  }

  #addSweeper(): Sweeper {
    const sweeper = new Sweeper(this, 'Sweeper', {
      ...this.#function('sweeper', sweeperEnvironment),
      ruleName: this.#sleepers.sweepRule,
      connectorLogs: this.fleet.logs,
      apiLogs: this.api.logs,
      impact:
        'Work that a crash interrupted is not recovered: messages are not sent, events are not delivered.',
    })
    this.#grantSending(sweeper.function)
    grantSleep(this.#sleepers, sweeper.function.lambda)
    grantRemove(this.#props.data.media, sweeper.function.lambda)
    grantWrite(this.#props.data.media, sweeper.function.lambda, EXPORTS)
    suppressNag(
      sweeper,
      filesOf(this.#props.data, EXPORTS),
      'The sweeper writes the exports of each app. The keys begin with the id of the app.',
    )
    return sweeper
  }

  /**
   * Runs the migration before the given constructs change, and opens new partitions after all other constructs. New code must not meet an
   * old schema; old code works with the new one.
   */
  #migrateBefore(...served: Construct[]): void {
    const migration = new Migration(this, 'Migration', {
      ...this.#function('migrate', migrateEnvironment),
      synthesizedAt: this.#props.synthesizedAt,
      impact: 'A deploy could not migrate the database, and was rolled back.',
    })
    for (const construct of served) construct.node.addDependency(migration.schema)
    migration.openPartitionsAfter(this.node.children.filter((child) => child !== migration))
  }
}

/** Grants the permissions to read, write and delete files. */
function grantFiles(bucket: Bucket, grantee: IGrantable): void {
  grantRead(bucket, grantee)
  grantWrite(bucket, grantee)
  grantRemove(bucket, grantee)
}

/** Returns the id of cdk-nag's finding for files of the bucket, which the template imports from the data stack. */
function filesOf(data: DataStack, keys: string): string {
  return `IAM5[Resource::${data.node.id}:ExportsOutputFnGetAttMediaA721A567ArnB9989168/${keys}]`
}
