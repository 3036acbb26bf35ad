import { expect, it } from 'vitest'
import { createLogger } from './logger.ts'
import { logMetrics } from './metrics.ts'

it("writes metrics in CloudWatch's embedded metric format at any log level", () => {
  const lines: string[] = []
  const log = createLogger({ level: 'error', name: 'test' }, { write: (line) => lines.push(line) })
  const metrics = logMetrics(log, () => new Date(1_750_761_000_000), 'VesperGateway')
  metrics.record({ Sessions: 12, EventLagSeconds: 0 })
  metrics.record({})
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    Sessions: 12,
    EventLagSeconds: 0,
    _aws: {
      Timestamp: 1_750_761_000_000,
      CloudWatchMetrics: [
        {
          Namespace: 'VesperGateway',
          Dimensions: [[]],
          Metrics: [{ Name: 'Sessions' }, { Name: 'EventLagSeconds' }],
        },
      ],
    },
  })
})

it('writes a metric that no alarm uses as a field of the entry, which CloudWatch does not bill', () => {
  const lines: string[] = []
  const log = createLogger({ level: 'error', name: 'test' }, { write: (line) => lines.push(line) })
  const metrics = logMetrics(log, () => new Date(), 'VesperGateway')
  metrics.record({ Sessions: 12, SendSeconds: 0.4 })
  metrics.record({ MessagesReceived: 3 })
  const [both, own] = lines.map((line) => JSON.parse(line))
  expect(both).toMatchObject({ Sessions: 12, SendSeconds: 0.4 })
  expect(both._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'Sessions' }])
  expect([own.MessagesReceived, own._aws]).toEqual([3, undefined])
})
