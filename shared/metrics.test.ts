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
