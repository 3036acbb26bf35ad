import { expect, it, onTestFinished } from 'vitest'
import { serveHealth } from './healthServer.ts'
import { ConnectorMetrics } from './metrics.ts'

const gauges = {
  sessions: () => 12,
  sessionsConnected: () => 11,
  commandsInFlight: () => 3,
  oldestCommandSeconds: () => 0.5,
}

async function open(isReady: () => boolean, metrics: ConnectorMetrics) {
  const { port, stop } = await serveHealth({ isReady, metrics: () => metrics.text() }, 0)
  onTestFinished(stop)
  return async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: response.status, text: await response.text() }
  }
}

it('/health/live answers 200, and /health/ready only if the connector is ready', async () => {
  let isReady = false
  const get = await open(() => isReady, new ConnectorMetrics())
  expect((await get('/health/live')).status).toBe(200)
  expect((await get('/health/ready')).status).toBe(503)
  isReady = true
  expect((await get('/health/ready')).status).toBe(200)
  expect((await get('/')).status).toBe(404)
})

it('serves gauges and counters to Prometheus', async () => {
  const metrics = new ConnectorMetrics()
  metrics.registerGauges(gauges)
  metrics.sent(0.2)
  metrics.received()
  metrics.leaseMoved()
  const { text } = await (await open(() => true, metrics))('/metrics')
  for (const line of [
    'vesper_sessions 12',
    'vesper_sessions_connected 11',
    'vesper_commands_in_flight 3',
    'vesper_oldest_command_seconds 0.5',
    'vesper_messages_received 1',
    'vesper_lease_moves 1',
    'vesper_send_seconds_bucket{le="0.25"} 1',
    'vesper_send_seconds_bucket{le="0.1"} 0',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).toMatch(/^vesper_memory_bytes \d{7,}$/m)
})

it('reports the counts since the previous report, once', () => {
  const metrics = new ConnectorMetrics()
  metrics.registerGauges(gauges)
  metrics.sent(1)
  metrics.sent(3)
  metrics.received()
  const reports: object[] = []
  const to = { record: (values: object) => reports.push(values) }
  metrics.report(to)
  metrics.report(to)
  expect(reports[0]).toMatchObject({
    Sessions: 12,
    SessionsConnected: 11,
    MessagesReceived: 1,
    SendSeconds: 2,
  })
  expect(reports[1]).toMatchObject({ Sessions: 12, MessagesReceived: 0 })
  expect(reports[1]).not.toHaveProperty('SendSeconds')
})
