import { Match } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { standard, synthesize } from './synth.ts'

const { template, find } = standard()

it('invokes the sweeper each minute by a rule with the name that the functions know, and once a day by a rule that nobody disables', () => {
  const [api] = Object.values(find('AWS::Lambda::Function')).filter(
    ({ Properties }) => Properties.Description === 'Vesper Gateway: api',
  )
  const { VESPER_SWEEP_RULE: Name } = api?.Properties.Environment.Variables ?? {}
  template.hasResourceProperties('AWS::Events::Rule', { Name, ScheduleExpression: 'rate(1 minute)' })
  template.hasResourceProperties('AWS::Events::Rule', {
    Name: Match.absent(),
    ScheduleExpression: 'rate(1 day)',
    Targets: [Match.objectLike({ Input: '{"isDaily":true}' })],
  })
  const statements = Object.values(find('AWS::IAM::Policy')).flatMap(
    ({ Properties }) => Properties.PolicyDocument.Statement,
  )
  const rules = statements.filter(({ Action }) => [Action].flat().join().startsWith('events:'))
  // The API enables, and the sweeper enables and disables.
  expect(rules).toHaveLength(2)
  for (const { Resource } of rules) expect(JSON.stringify(Resource)).toContain(`:rule/${Name}"`)
})

it('has no alarm that rings because nothing runs', () => {
  const breaching = Object.entries(find('AWS::CloudWatch::Alarm')).filter(
    ([, { Properties }]) =>
      Properties.TreatMissingData === 'breaching' || /^LessThan/.test(Properties.ComparisonOperator),
  )
  expect(breaching.map(([id]) => id)).toEqual([])
})

it('names the rule of each stage', () => {
  synthesize({ stage: 'test' }).template.hasResourceProperties('AWS::Events::Rule', {
    Name: 'vesper-test-sweeps',
  })
})
