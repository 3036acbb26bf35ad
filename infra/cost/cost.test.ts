import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PUBLISHED_METRICS, RARE_METRICS } from '#shared/contracts/metrics.ts'
import { settingsSchema } from '../settings.ts'
import { large, type Resource, type Synth, standard, synthesize } from '../stacks/assertions/synth.ts'
import { type Contents, contentsOf } from './contents.ts'
import { connectorCount, type Estimate, estimate, ordinary, total } from './estimate.ts'
import { costParts } from './table.ts'

it('shows the current estimates and contents in docs/cost.md', () => {
  const page = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8')
  for (const part of costParts()) expect(page).toContain(part)
})

const OWN_NAMESPACE = 'VesperGateway'

interface MetricOfAlarm {
  MetricStat?: object
}
interface WidgetMetrics {
  properties: { metrics?: unknown[][] }
}

/** Returns the resources of a type in all stacks of a gateway. */
function everywhere(where: Synth, type: string): Resource['Properties'][] {
  const templates = [where.template, where.dataTemplate, ...(where.edgeTemplate ? [where.edgeTemplate] : [])]
  return templates.flatMap((template) =>
    Object.values(where.find(type, template)).map(({ Properties }) => Properties),
  )
}

/** Returns the metrics that the dashboard draws, each as `[namespace, name, …]`. */
function drawnMetrics(where: Synth): unknown[][] {
  const [{ DashboardBody }] = everywhere(where, 'AWS::CloudWatch::Dashboard')
  const parts: unknown[] = DashboardBody['Fn::Join'][1]
  const body = parts.map((part) => (typeof part === 'string' ? part : 'reference')).join('')
  const widgets: WidgetMetrics[] = JSON.parse(body).widgets
  return widgets.flatMap(({ properties }) => properties.metrics ?? [])
}

/** Returns the metrics of the gateway's own namespace that alarms, the autoscaling and the dashboard use. */
function usedMetrics(where: Synth): unknown[] {
  const drawn = drawnMetrics(where).filter(([namespace]) => namespace === OWN_NAMESPACE)
  const alarms = everywhere(where, 'AWS::CloudWatch::Alarm')
  const targets = everywhere(where, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
    ({ TargetTrackingScalingPolicyConfiguration: target }) => target.CustomizedMetricSpecification,
  )
  const watched = [...alarms, ...targets].filter(({ Namespace }) => Namespace === OWN_NAMESPACE)
  const names = [...drawn.map(([, name]) => name), ...watched.map(({ MetricName }) => MetricName)]
  return [...new Set(names)].sort()
}

/** Counts what AWS bills in the templates. */
function count(where: Synth): Contents {
  const all = (type: string) => everywhere(where, type)
  const alarms = all('AWS::CloudWatch::Alarm').map(({ Metrics }) =>
    Metrics ? Metrics.filter((metric: MetricOfAlarm) => metric.MetricStat).length : 1,
  )
  // A policy that tracks a target makes two alarms.
  const byAutoscaling = 2 * all('AWS::ApplicationAutoScaling::ScalingPolicy').length
  const alwaysPublished = all('AWS::Logs::MetricFilter').filter(
    ({ MetricTransformations: [transformation] }) => transformation.DefaultValue !== undefined,
  )
  const [service] = all('AWS::ECS::Service')
  const { AssignPublicIp } = service.NetworkConfiguration.AwsvpcConfiguration
  return {
    alarmMetrics: alarms.reduce((sum, one) => sum + one, byAutoscaling),
    customMetrics: PUBLISHED_METRICS.length - RARE_METRICS.length + alwaysPublished.length,
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    kmsKeys: all('AWS::KMS::Key').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    natGateways: all('AWS::EC2::NatGateway').length,
    natAddresses: all('AWS::EC2::EIP').length,
    addressesPerConnector: AssignPublicIp === 'ENABLED' ? 1 : 0,
    webAcls: all('AWS::WAFv2::WebACL').length,
    webAclRules: all('AWS::WAFv2::WebACL').flatMap(({ Rules }) => Rules).length,
  }
}

const withEdge = synthesize({ size: 'large', edge: true })

it.each([
  ['of the small size', {}, standard()],
  ['of the large size', { size: 'large' }, large()],
  ['with the edge', { size: 'large', edge: true }, withEdge],
  ['with NAT', { nat: true }, synthesize({ nat: true })],
  ['with a fixed fleet', { connectorMin: 1 }, synthesize({ connectorMin: 1 })],
  ['with 64 partitions', { partitions: 64 }, synthesize({ partitions: 64 })],
])('counts what the templates contain %s', (_, settings, where) => {
  expect(count(where)).toEqual(contentsOf(settingsSchema.parse(settings)))
  const [cluster] = everywhere(where, 'AWS::ECS::Cluster')
  expect(cluster.ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'disabled' }])
})

it('publishes each metric that the template uses, and no other, because CloudWatch bills each', () => {
  expect(usedMetrics(large())).toEqual([...PUBLISHED_METRICS].sort())
})

it('costs at most $36 a month with one connected session', () => {
  expect(total(estimate(ordinary(1, { messagesOut: 0, messagesIn: 0 })))).toBeLessThanOrEqual(36)
})

it('draws at most 50 metrics, which is the limit of a free dashboard', () => {
  expect(drawnMetrics(withEdge).length).toBeLessThanOrEqual(50)
})

it('costs at most $8 a month without a session', () => {
  expect(total(estimate(ordinary(0)))).toBeLessThanOrEqual(8)
})

it('charges a gateway that sleeps for no connector, and a quiet one for the resources that always run', () => {
  const [asleep, idle] = [0, 1].map((sessions) =>
    estimate(ordinary(sessions, { messagesOut: 0, messagesIn: 0 })),
  ) as [Estimate, Estimate]
  expect(asleep.upstash + asleep.files + asleep.edge).toBe(0)
  expect(asleep.connectors).toBeCloseTo(0.1)
  // Six minutes a day of 0.25 compute units.
  expect(asleep.database).toBeCloseTo(30.4 * 0.1 * 0.25 * 0.106)
  // A connector of 0.25 vCPU and 0.5 GB on ARM with a public address, for 730 hours, and its images.
  expect(idle.connectors).toBeCloseTo(730 * (0.25 * 0.03238 + 0.5 * 0.00356 + 0.005) + 0.1)
})

it("grows with the sessions' messages, and in steps with connectors", () => {
  const of = (sessions: number) => estimate(ordinary(sessions))
  expect([0, 1, 50, 51, 1_000, 1_001, 4_000].map((sessions) => connectorCount(ordinary(sessions)))).toEqual([
    0, 1, 1, 1, 1, 2, 4,
  ])
  expect(of(2_000).upstash).toBeCloseTo(2 * of(1_000).upstash)
  expect(total(of(4_000)) / 4_000).toBeLessThan(total(of(100)) / 100)
})
