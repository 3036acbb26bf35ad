import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { METRICS } from '#shared/contracts/metrics.ts'
import { large, standard, synthesize } from './synth.ts'

const { template, find } = standard()

it('runs connectors on ARM with a read-only file system, a scratch folder and two minutes to stop', () => {
  template.hasResourceProperties('AWS::ECS::TaskDefinition', {
    RuntimePlatform: { CpuArchitecture: 'ARM64' },
    ContainerDefinitions: [
      {
        ReadonlyRootFilesystem: true,
        StopTimeout: 120,
        HealthCheck: Match.objectLike({ Retries: 3 }),
        MountPoints: [{ ContainerPath: '/tmp', ReadOnly: false, SourceVolume: 'tmp' }],
      },
    ],
  })
})

it('allows no inbound traffic, needs no NAT gateway, and reaches S3 through a gateway endpoint', () => {
  template.resourceCountIs('AWS::EC2::NatGateway', 0)
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0)
  for (const { Properties } of Object.values(find('AWS::EC2::SecurityGroup')))
    expect(Properties.SecurityGroupIngress).toBeUndefined()
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })
  template.hasResourceProperties('AWS::ECS::Service', {
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
  })
})

it('starts one connector more during a deploy, and goes back if connectors do not start or sessions stay down', () => {
  const [sessionsDown] = Object.keys(find('AWS::CloudWatch::Alarm')).filter((id) =>
    id.includes('SessionsDown'),
  )
  template.hasResourceProperties('AWS::ECS::Service', {
    DeploymentConfiguration: {
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      Alarms: { AlarmNames: [{ Ref: sessionsDown }], Enable: true, Rollback: true },
    },
  })
})

it.each([1, 2, 3, 4, 7, 16, 33, 64])('starts exactly one connector more than %d', (running) => {
  const [service] = Object.values(synthesize({}, { running }).find('AWS::ECS::Service'))
  const { MaximumPercent } = service?.Properties.DeploymentConfiguration ?? {}
  expect(Math.floor((running * MaximumPercent) / 100)).toBe(running + 1)
})

it('has one connector in the small size, and no autoscaling', () => {
  template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: Match.absent() })
  template.hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: '256', Memory: '512' })
  template.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 0)
})

it('scales with the sessions of a connector in the large size, and keeps the number of connectors in a deploy', () => {
  const { template } = large()
  template.hasResourceProperties('AWS::ECS::Service', { DesiredCount: Match.absent() })
  template.hasResourceProperties('AWS::ECS::TaskDefinition', { Cpu: '1024', Memory: '2048' })
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: 1,
    MaxCapacity: 4,
  })
  template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalingPolicy', {
    TargetTrackingScalingPolicyConfiguration: {
      TargetValue: 1000,
      CustomizedMetricSpecification: {
        MetricName: METRICS.sessions,
        Namespace: 'VesperGateway',
        Statistic: 'Average',
      },
    },
  })
})

it('puts connectors behind a NAT gateway if the setting asks for it', () => {
  const { template: behindNat } = synthesize({
    size: 'large',
    nat: 'true',
    connectorMin: '2',
    connectorMax: '8',
  })
  behindNat.resourceCountIs('AWS::EC2::NatGateway', 1)
  behindNat.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    MinCapacity: 2,
    MaxCapacity: 8,
  })
  behindNat.hasResourceProperties('AWS::ECS::Service', {
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
  })
})
