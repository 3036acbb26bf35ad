import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Platform } from 'aws-cdk-lib/aws-ecr-assets'
import {
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
import type { Settings } from '../settings.ts'
import { gatewayMetric } from './alarm.ts'
import { addFleetAlarms } from './fleetAlarms.ts'
import { grantSecret } from './grants.ts'
import type { Network } from './network.ts'
import { suppressNag } from './suppressNag.ts'

/** The longest that Fargate waits between SIGTERM and SIGKILL; the connector takes half of it at the most. */
const STOP_TIMEOUT = Duration.seconds(120)
/** The file that a living connector touches; it knows no way in that could be asked. */
const ALIVE = 'find /tmp/connector-alive -mmin -1 | grep -q .'

export interface ConnectorFleetProps {
  settings: Settings
  network: Network
  environment: Record<string, string>
  secret: Secret
  alarms: ITopic
}

/** The connectors: as many as sessions need, none of which anything can enter, each replaced when it dies. */
export class ConnectorFleet extends Construct {
  readonly service: FargateService
  readonly taskRole: IRole
  readonly cluster: ICluster

  constructor(scope: Construct, id: string, props: ConnectorFleetProps) {
    super(scope, id)
    const { settings, network } = props
    const logs = new LogGroup(this, 'Logs', {
      retention: settings.keepLogsDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.cluster = new Cluster(this, 'Cluster', {
      vpc: network.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
      // The CDK's own types do not hold under exactOptionalPropertyTypes.
    }) as ICluster
    const task = this.#task(props, logs)
    this.taskRole = task.taskRole
    grantSecret(props.secret, task.taskRole)
    this.service = new FargateService(this, 'Service', {
      cluster: this.cluster,
      taskDefinition: task,
      // No desired count: each deploy would take the fleet back to it. The autoscaling's least is the least.
      // A new one leases partitions while the old ones still hold theirs, so that there is never none.
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { enable: true, rollback: true },
      vpcSubnets: { subnetType: network.subnetType },
      securityGroups: [network.securityGroup],
      assignPublicIp: !settings.nat,
      enableExecuteCommand: false,
      propagateTags: PropagatedTagSource.SERVICE,
    })
    this.#scale(settings)
    addFleetAlarms(this, { settings, logs, running: this.runningTasks, topic: props.alarms })
  }

  #task({ settings, environment }: ConnectorFleetProps, logs: LogGroup): FargateTaskDefinition {
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: settings.connectorCpu,
      memoryLimitMiB: settings.connectorMemoryMb,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      // Files on their way pass through it; the rest of the file system can't be written to.
      volumes: [{ name: 'tmp' }],
    })
    const container = task.addContainer('Connector', {
      image: ContainerImage.fromAsset(PROJECT_FOLDER, {
        file: 'connector/Dockerfile',
        platform: Platform.LINUX_ARM64,
      }),
      // Fargate's own, where it sets one; a connector in the wrong region would find nothing.
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
        // A log that can't be written must not hold up messages.
        mode: AwsLogDriverMode.NON_BLOCKING,
      }),
    })
    suppressNag(
      task,
      'ECS2',
      'No variable is secret: what is, the connector reads from Secrets Manager itself.',
    )
    suppressNag(
      task,
      'IAM5[Resource::*]',
      "ecr:GetAuthorizationToken knows no resource; what it opens is bound to the image's repository.",
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
      metric: gatewayMetric(METRICS.sessions, { statistic: 'Average' }),
      targetValue: settings.sessionsPerConnector,
      scaleOutCooldown: Duration.minutes(2),
      // Each change moves sessions, and each that moves connects anew.
      scaleInCooldown: Duration.minutes(15),
    })
  }

  /** How many run, as Container Insights counts them. */
  get runningTasks(): Metric {
    return new Metric({
      namespace: 'ECS/ContainerInsights',
      metricName: 'RunningTaskCount',
      dimensionsMap: { ClusterName: this.cluster.clusterName, ServiceName: this.service.serviceName },
      statistic: 'Minimum',
      period: Duration.minutes(1),
    })
  }
}
