/**
 * Sends a text to each row of a CSV file, and prints the result for each recipient. The first row of the file names the columns.
 * node --import tsx examples/broadcast.ts examples/customers.csv "Hi {{name}}, 20 % off in {{city}} today."
 */
import { readFile } from 'node:fs/promises'
import { call, findSession, readList, waitFor } from './support/gateway.ts'

const [file, text] = process.argv.slice(2)
if (!file || !text) throw new Error('Usage: node --import tsx examples/broadcast.ts FILE TEXT')

interface List {
  id: string
  recipients: number
  import: { rejected: { line: number; message: string }[] }
}

interface Campaign {
  id: string
  status: string
}

interface Recipient {
  phone: string
  status: string
  error?: string
}

const session = await findSession()
const name = `${file} ${new Date().toISOString()}`
const csv = await readFile(file, 'utf8')
const list = await call<List>('POST', `/broadcast/lists?name=${encodeURIComponent(name)}`, csv)
for (const { line, message } of list.import.rejected) console.log(`line ${line}: ${message}`)

const started = await call<Campaign>('POST', '/broadcast/campaigns', {
  session: session.id,
  name,
  listId: list.id,
  type: 'text',
  text,
})
console.log(`Campaign ${started.id} writes to ${list.recipients} recipients.`)

const ended = await waitFor(async () => {
  const { status } = await call<Campaign>('GET', `/broadcast/campaigns/${started.id}`)
  return ['completed', 'cancelled', 'failed'].includes(status) ? status : undefined
})
for await (const recipient of readList<Recipient>(`/broadcast/campaigns/${started.id}/recipients`))
  console.log(`${recipient.phone} ${recipient.status} ${recipient.error ?? ''}`.trim())
console.log(`Campaign ${started.id} is ${ended}.`)
process.exitCode = ended === 'completed' ? 0 : 1
