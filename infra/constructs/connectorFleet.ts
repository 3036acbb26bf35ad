import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Platform } from 'aws-cdk-lib/aws-ecr-assets'
import {
  AlarmBehavior,
  AwsLogDriverMode,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  type ICluster,
  LogDrivers,
  OperatingSystemFamily,
  PropagatedTagSource,
} from 'aws-cdk-lib/aws-ecs'
import type { IRole } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { METRICS } from '#shared/contracts/metrics.ts'
import { PROJECT_FOLDER } from '../build/bundle.ts'
import type { FleetVariables } from '../environment.ts'
import type { Settings } from '../settings.ts'
import { gatewayMetric } from './alarm.ts'
import { addFleetAlarms } from './fleetAlarms.ts'
import { grantSecret } from './grants.ts'
import type { Network } from './network.ts'
import { suppressNag } from './suppressNag.ts'

/** The maximum time of Fargate between SIGTERM and SIGKILL. A connector takes at most half of it to stop. */
const STOP_TIMEOUT = Duration.seconds(120)
/** A healthy connector touches this file. The health check reads the file, because a connector has no inbound port. */
const ALIVE = 'find /tmp/connector-alive -mmin -1 | grep -q .'

export interface ConnectorFleetProps {
  settings: Settings
  network: Network
  environment: Record<string, string>
  secret: Secret
  alarms: ITopic
  /** The number of connectors that run at the time of the deploy. */
  running: number
}

/** The connectors: a Fargate service that scales with the sessions, accepts no inbound traffic and replaces a task that dies. */
export class ConnectorFleet extends Construct {
  readonly service: FargateService
  readonly taskRole: IRole
  readonly cluster: ICluster
  readonly logs: LogGroup

  constructor(scope: Construct, id: string, props: ConnectorFleetProps) {
    super(scope, id)
    const { settings, network } = props
    this.logs = new LogGroup(this, 'Logs', {
      retention: settings.keepLogsDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      // Container Insights bills some twenty metrics. ECS measures the number of tasks, CPU and memory without it.
      containerInsightsV2: ContainerInsights.DISABLED,
      // The types of the CDK do not compile under exactOptionalPropertyTypes.
    }) as ICluster
    suppressNag(
      this,
      'ECS4',
      'Container Insights costs more than all alarms. The free metrics of ECS and our own cover what the alarms need.',
    )
    const task = this.#task(props, this.logs)
    this.taskRole = task.taskRole
    grantSecret(props.secret, task.taskRole)
    this.service = new FargateService(this, 'Service', {
      cluster: this.cluster,
      taskDefinition: task,
      // The template has no desired count, so that a deploy starts no connector of a gateway that sleeps. ECS starts one connector with
      // the service. The sweeper keeps the number between the limits while a session exists.
      // A deploy starts one connector more, and then stops an old one, so that the sessions of one connector move at a time.
      minHealthyPercent: 100,
      maxHealthyPercent: percentOfOneMore(props.running),
      circuitBreaker: { enable: true, rollback: true },
      vpcSubnets: { subnetType: network.subnetType },
      securityGroups: [network.securityGroup],
      assignPublicIp: !settings.nat,
      enableExecuteCommand: false,
      propagateTags: PropagatedTagSource.SERVICE,
    })
    if (!isFixed(settings)) this.#scale(settings)
    const memory = this.service.metricMemoryUtilization({ period: Duration.minutes(1), statistic: 'Maximum' })
    const { sessionsDown } = addFleetAlarms(this, {
      settings,
      logs: this.logs,
      memory,
      topic: props.alarms,
    })
    this.service.enableDeploymentAlarms([sessionsDown.alarmName], {
      behavior: AlarmBehavior.ROLLBACK_ON_ALARM,
    })
  }

  #task({ settings, environment }: ConnectorFleetProps, logs: LogGroup): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: settings.connectorCpu,
      memoryLimitMiB: settings.connectorMemoryMb,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      // Media files pass through this volume. The rest of the file system is read-only.
      volumes: [{ name: 'tmp' }],
    })
    const container = task.addContainer('Connector', {
      image: ContainerImage.fromAsset(PROJECT_FOLDER, {
        file: 'connector/Dockerfile',
        platform: Platform.LINUX_ARM64,
      }),
      // Fargate does not always set the region. A connector in the wrong region finds no queues.
      environment: { ...environment, AWS_REGION: Stack.of(this).region },
      readonlyRootFilesystem: true,
      stopTimeout: STOP_TIMEOUT,
      healthCheck: {
        command: ['CMD-SHELL', ALIVE],
        interval: Duration.seconds(30),
        timeout: Duration.seconds(5),
        retries: 3,
        startPeriod: Duration.seconds(60),
      },
      logging: LogDrivers.awsLogs({
        logGroup: logs,
        streamPrefix: 'connector',
        // A log that cannot be written must not delay messages.
        mode: AwsLogDriverMode.NON_BLOCKING,
      }),
    })
    suppressNag(task, 'ECS2', 'No variable is secret. The connector reads secrets from Secrets Manager.')
    suppressNag(
      task,
      'IAM5[Resource::*]',
      "ecr:GetAuthorizationToken supports no resource. The token is restricted to the image's repository.",
    )
    container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false })
    return task
  }

  #scale(settings: Settings): void {
    const scaling = this.service.autoScaleTaskCount({
      minCapacity: settings.connectorMin,
      maxCapacity: settings.connectorMax,
    })
    scaling.scaleToTrackCustomMetric('Sessions', {
      metric: gatewayMetric(this, METRICS.sessions, { statistic: 'Average' }),
      targetValue: settings.sessionsPerConnector,
      scaleOutCooldown: Duration.minutes(2),
      // Each change of the fleet moves sessions, and each moved session reconnects.
      scaleInCooldown: Duration.minutes(15),
    })
  }

  /** Returns the variables with which the API and the sweeper start and stop the fleet. */
  variables(sweepRule: string, { connectorMin, connectorMax }: Settings): FleetVariables {
    return {
      VESPER_CLUSTER: this.cluster.clusterName,
      VESPER_SERVICE: this.service.serviceName,
      VESPER_SWEEP_RULE: sweepRule,
      VESPER_CONNECTOR_MIN: String(connectorMin),
      VESPER_CONNECTOR_MAX: String(connectorMax),
    }
  }

  /** Returns the number of running tasks: each task reports its CPU once a minute. */
  get runningTasks(): Metric {
    return this.service.metricCpuUtilization({
      statistic: Stats.SAMPLE_COUNT,
      period: Duration.minutes(1),
      label: 'running',
    })
  }
}

/** Returns true if the number of connectors never changes. */
function isFixed({ connectorMin, connectorMax }: Settings): boolean {
  return connectorMin === connectorMax
}

/** Returns the limit of a deploy, in percent of the running connectors. ECS rounds the number of connectors down. */
function percentOfOneMore(running: number): number {
  return 100 + Math.ceil(100 / running)
}
