import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { standard } from './synth.ts'

const { find } = standard()
const alarms = Object.entries(find('AWS::CloudWatch::Alarm')).filter(
  // AWS makes the alarms of the autoscaling, without a description.
  ([, { Properties }]) => Properties.AlarmDescription,
)
const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8')
const anchors = [...runbook.matchAll(/^## (.+)$/gm)].map(([, title]) =>
  title?.toLowerCase().replaceAll(' ', '-'),
)
const anchorOf = (description: string) => /docs\/runbook\.md#([\w-]+)$/.exec(description)?.[1]

it.each(alarms)('%s describes its impact and links its entry in the runbook', (_, { Properties }) => {
  expect(Properties.AlarmDescription).toMatch(/^[A-Z].+\. What to do: /)
  expect(anchors).toContain(anchorOf(Properties.AlarmDescription))
  expect(Properties.AlarmActions).toHaveLength(1)
})

it('has an alarm for each entry of the runbook', () => {
  const used = new Set(alarms.map(([, { Properties }]) => anchorOf(Properties.AlarmDescription)))
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
