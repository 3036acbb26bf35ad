import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import { describe, expect, it } from 'vitest'
import { large, standard, synthesize } from './synth.ts'

const DOMAIN = {
  domainName: 'wa.example.com',
  certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/x',
}
const EDGE_OF_DOMAIN = {
  edge: 'true',
  edgeCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/y',
}
/** A deployment for each option that adds or removes resources. */
const OPTIONS: Record<string, Record<string, unknown>> = {
  nothing: {},
  large: { size: 'large' },
  nat: { nat: 'true' },
  domain: DOMAIN,
  domainOnly: { ...DOMAIN, domainOnly: 'true' },
  alarmEmail: { alarmEmail: 'ops@example.com' },
  partitions: { partitions: '24', connectorMax: '24', connectorMin: '2' },
  edge: { edge: 'true' },
  edgeOnly: { edge: 'true', edgeOnly: 'true' },
  edgeOfDomain: { ...DOMAIN, ...EDGE_OF_DOMAIN, domainOnly: 'true', edgeOnly: 'true' },
  everything: {
    ...DOMAIN,
    ...EDGE_OF_DOMAIN,
    nat: 'true',
    alarmEmail: 'ops@example.com',
    partitions: '64',
    revision: '2',
  },
}
/** Types whose resources hold data, or addresses that others know. */
const HOLDING = [
  ...['AWS::SQS::Queue', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'],
  ...['AWS::SNS::Topic', 'AWS::Logs::LogGroup', 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::DomainName'],
  ...['AWS::CloudFront::Distribution', 'AWS::WAFv2::WebACL'],
  ...[
    'AWS::EC2::VPC',
    'AWS::EC2::Subnet',
    'AWS::EC2::SecurityGroup',
    'AWS::ECS::Cluster',
    'AWS::ECS::Service',
  ],
]
const REPLACED: readonly ResourceImpact[] = [ResourceImpact.WILL_REPLACE, ResourceImpact.MAY_REPLACE]

describe('an update from the options', () => {
  const templates = new Map(
    Object.entries(OPTIONS).map(([name, context]) => {
      const stacks = name === 'nothing' ? standard() : synthesize(context)
      const edge = stacks.edgeTemplate?.toJSON() ?? { Resources: {} }
      return [name, [stacks.template.toJSON(), stacks.dataTemplate.toJSON(), edge]] as const
    }),
  )
  const updates = [...templates.keys()].flatMap((from) =>
    [...templates.keys()].filter((to) => to !== from).map((to) => [from, to] as const),
  )

  it.each(updates)('%s to %s replaces nothing that holds data or addresses', (from, to) => {
    const lost: string[] = []
    for (const stack of [0, 1, 2]) {
      const [before, after] = [templates.get(from)?.[stack], templates.get(to)?.[stack]]
      if (!before || !after) throw new Error('A template is missing')
      const base = templates.get('nothing')?.[stack]?.Resources ?? {}
      fullDiff(before, after).resources.forEachDifference((id, change) => {
        const type = change.oldResourceType ?? ''
        if (!HOLDING.includes(type)) return
        if (REPLACED.includes(change.changeImpact)) lost.push(`replaces ${type} ${id}`)
        if (change.isRemoval && id in base) lost.push(`deletes ${type} ${id}`)
      })
    }
    expect(lost).toEqual([])
  })
})

it('retains the command queues that a smaller number of partitions removes', () => {
  const commands = Object.values(large().find('AWS::SQS::Queue')).filter(({ Properties }) =>
    /-commands-\d+\.fifo$/.test(Properties.QueueName),
  )
  expect(commands).toHaveLength(16)
  expect(new Set(commands.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(
    new Set(['RetainExceptOnCreate']),
  )
})
