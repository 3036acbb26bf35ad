import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'vitest'
import { type TestGateway, waitForStatus } from '../../e2e/support/gateway.ts'
import type { Workshop } from './workshop.ts'

/** Text and names outside of ASCII, which a client must send as UTF-8. */
const TEXT = 'Merhaba, Ayşe 🚀'
const RECIPIENTS = [
  { phone: '905551234567', name: 'Ayşe', city: 'İzmir' },
  { phone: '905551234568', name: 'Ömer', city: 'Ağrı' },
]

/** The report of a client program. Each field is the result of one scenario. */
interface Report {
  /** ID and status that the answer of the send has. */
  sent: { id: string; status: string }
  /** IDs of the listed messages. */
  listed: string[]
  webhook: { id: string; secret: string }
  list: { id: string; accepted: number }
  /** The QR picture as base64. */
  picture: string
  /** Error code of a send with an unknown session. */
  refused: string
}

/**
 * Gives a client program its values, runs the program, and checks the effect of each scenario at the gateway and at the phones.
 * @param runProgram runs the program with the path of its values, and returns the output
 */
export async function runScenarios(
  gateway: TestGateway,
  workshop: Workshop,
  runProgram: (values: string) => Promise<string>,
): Promise<void> {
  const { api, phones, info } = gateway
  const { id: session } = await gateway.paired()
  const customer = await phones.create()
  const unpaired = (await api('POST', '/sessions', { name: path.basename(workshop.folder) })).body.data.id
  const webhook = { url: 'http://127.0.0.1:9/hook', events: ['message.received', 'message.failed'] }
  const columns = RECIPIENTS.map((recipient) => Object.values(recipient).join(','))
  const values = path.join(workshop.folder, 'values.json')
  const given = {
    ...{ baseUrl: info.baseUrl, apiKey: info.apiKey, session, unpaired, customer, webhook },
    ...{ text: TEXT, csv: `phone,name,city\n${columns.join('\n')}\n`, unknownSession: 'unknown12345' },
  }
  await writeFile(values, JSON.stringify(given))

  const report: Report = JSON.parse(await runProgram(values))

  expect(report.sent).toMatchObject({ status: 'PENDING' })
  expect((await phones.waitFor(customer, report.sent.id)).text).toBe(TEXT)
  expect(report.listed).toContain(report.sent.id)
  const stored = (await api('GET', `/webhooks/${report.webhook.id}`)).body.data
  expect({ url: stored.url, events: stored.events }).toEqual(webhook)
  expect(report.webhook.secret.length).toBeGreaterThan(0)
  expect(report.list.accepted).toBe(RECIPIENTS.length)
  const recipients = (await api('GET', `/broadcast/lists/${report.list.id}/recipients`)).body.data
  expect(recipients).toMatchObject(
    RECIPIENTS.map(({ phone, name, city }) => ({ phone, name, variables: { city } })),
  )
  expect(report.refused).toBe('NOT_FOUND')
  const phone = await phones.create()
  await phones.scan(phone, `data:image/png;base64,${report.picture}`)
  await waitForStatus(api, unpaired, 'connected')
}
