import { readFileSync } from 'node:fs'
import { Annotations, Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { type Resource, type Synth, standard, synthesize } from './synth.ts'

const { find } = standard()
const withEdge = synthesize({ edge: 'true' })
const describedIn = (where: Synth) =>
  Object.entries(where.find('AWS::CloudWatch::Alarm')).filter(
    // AWS makes the alarms of the autoscaling, without a description.
    ([, { Properties }]) => Properties.AlarmDescription,
  )
const alarms = describedIn(standard())
const alarmsWithEdge = describedIn(withEdge)
const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8')
const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) =>
  title?.toLowerCase().replaceAll(' ', '-'),
)
const anchorOf = (description: string) => /docs\/runbook\.md#([\w-]+)$/.exec(description)?.[1]

it.each(alarmsWithEdge)('%s describes its impact and links its entry in the runbook', (_, { Properties }) => {
  expect(Properties.AlarmDescription).toMatch(/^[A-Z].+\. What to do: /)
  expect(anchors).toContain(anchorOf(Properties.AlarmDescription))
  expect(Properties.AlarmActions).toHaveLength(1)
})

it('has an alarm for each entry of the runbook', () => {
  const used = new Set(alarmsWithEdge.map(([, { Properties }]) => anchorOf(Properties.AlarmDescription)))
  expect(anchors.filter((anchor) => !used.has(anchor))).toEqual([])
})

it('rings at the first message of each dead-letter queue', () => {
  const deadLetters = Object.entries(find('AWS::SQS::Queue')).filter(([, { Properties }]) =>
    Properties.QueueName.includes('dead'),
  )
  const watched = alarms.filter(([, { Properties }]) => Properties.AlarmDescription.endsWith('#dead-letters'))
  expect(watched).toHaveLength(deadLetters.length)
  for (const [, { Properties }] of watched)
    expect([Properties.Threshold, Properties.EvaluationPeriods]).toEqual([0, 1])
})

interface Statement {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Principal?: unknown
  Condition?: Record<string, Record<string, unknown>>
}
const OWN_ACCOUNT = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }

/** Tells whether a resource policy allows CloudWatch an action for this account, by an encrypted connection. */
function allowsCloudWatch(statements: readonly Statement[], action: string): boolean {
  const isAction = ({ Action }: Statement) =>
    [Action].flat().some((allowed) => new RegExp(`^${allowed.replace('*', '.*')}$`).test(action))
  const own = statements.filter(
    ({ Principal }) =>
      Principal === '*' ||
      JSON.stringify(Principal) === JSON.stringify({ Service: 'cloudwatch.amazonaws.com' }),
  )
  const denied = own.filter((one) => one.Effect === 'Deny' && isAction(one))
  // CloudWatch uses TLS.
  const overTls = { Bool: { 'aws:SecureTransport': 'false' } }
  if (denied.some(({ Condition }) => JSON.stringify(Condition) !== JSON.stringify(overTls))) return false
  return own.some(
    (one) =>
      one.Effect === 'Allow' &&
      isAction(one) &&
      JSON.stringify(one.Condition) === JSON.stringify(OWN_ACCOUNT),
  )
}

/** Follows an alarm to the addresses that hear it. */
function hearers(alarm: Resource, where: Synth): string[] {
  const topics = where.find('AWS::SNS::Topic')
  return [...alarm.Properties.AlarmActions].flatMap(({ Ref: topic }: { Ref: string }) => {
    const policies = Object.values(where.find('AWS::SNS::TopicPolicy')).filter(({ Properties }) =>
      Properties.Topics.some(({ Ref }: { Ref: string }) => Ref === topic),
    )
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    const key = topics[topic]?.Properties.KmsMasterKeyId
    const keyPolicy = key && where.find('AWS::KMS::Key')[key['Fn::GetAtt'][0]]?.Properties.KeyPolicy.Statement
    const isOpen =
      allowsCloudWatch(statements, 'sns:Publish') &&
      (!key || ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) => allowsCloudWatch(keyPolicy, action)))
    if (!isOpen) return []
    return Object.values(where.find('AWS::SNS::Subscription'))
      .filter(({ Properties }) => Properties.TopicArn.Ref === topic)
      .map(({ Properties }) => Properties.Endpoint as string)
  })
}

it.each(['true', 'false'])(
  'reaches the address of the setting from each alarm, with a key of the topic: %s',
  (alarmKey) => {
    const withEmail = synthesize({ alarmEmail: 'ops@example.com', alarmKey })
    const described = Object.entries(withEmail.find('AWS::CloudWatch::Alarm')).filter(
      ([, { Properties }]) => Properties.AlarmDescription,
    )
    expect(described.length).toBeGreaterThan(20)
    expect(described.filter(([, alarm]) => hearers(alarm, withEmail)[0] !== 'ops@example.com')).toEqual([])
  },
)

it('warns at each deploy that the alarms have no address if it is unset', () => {
  const warnings = (where: Synth) =>
    Annotations.fromStack(where.gateway)
      .findWarning('*', Match.stringLikeRegexp('Nobody hears the alarms'))
      .map(({ id }) => id)
  expect(warnings(standard())).toHaveLength(1)
  expect(warnings(synthesize({ alarmEmail: 'ops@example.com' }))).toEqual([])
})
