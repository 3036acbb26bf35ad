/** Runs the scenarios with the client that @hey-api/openapi-ts generated. Takes the path of the values, and prints a report. */
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { createClient } from './client/client/index.js'
import {
  listsCreate,
  messagesList,
  messagesSendText,
  sessionsGetQr,
  webhooksCreate,
} from './client/sdk.gen.js'

const values = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const client = createClient({ baseUrl: values.baseUrl, auth: values.apiKey })

const { session, customer: to, text } = values
const sent = await messagesSendText({
  client,
  throwOnError: true,
  headers: { 'Idempotency-Key': values.unpaired },
  body: { session, to, text },
})
const listed = await messagesList({ client, throwOnError: true, path: { sessionId: session } })
const webhook = await webhooksCreate({ client, throwOnError: true, body: values.webhook })
const list = await listsCreate({
  client,
  throwOnError: true,
  query: { name: 'CSV' },
  headers: { 'Content-Type': 'text/csv' },
  body: { name: 'CSV' },
  // The generator types the JSON body only.
  bodySerializer: () => values.csv,
})
const refused = await messagesSendText({ client, body: { session: values.unknownSession, to, text } })

/** Returns the QR picture as base64. The session needs a moment for its first code. */
async function fetchPicture(): Promise<string> {
  const { data } = await sessionsGetQr({
    client,
    throwOnError: true,
    path: { id: values.unpaired },
    headers: { Accept: 'image/png' },
  })
  if (data instanceof Blob) return Buffer.from(await data.arrayBuffer()).toString('base64')
  await setTimeout(200)
  return await fetchPicture()
}

console.log(
  JSON.stringify({
    sent: { id: sent.data.data.key.id, status: sent.data.data.status },
    listed: listed.data.data.map(({ id }) => id),
    webhook: { id: webhook.data.data.id, secret: webhook.data.data.secret },
    list: { id: list.data.data.id, accepted: list.data.data.import?.accepted },
    picture: await fetchPicture(),
    refused: refused.error?.error.code,
  }),
)
