/** Runs the scenarios with openapi-fetch and the types of openapi-typescript. Takes the path of the values, and prints a report. */
import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import createClient from 'openapi-fetch'
import type { paths } from './client/api.js'

const values = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const client = createClient<paths>({ baseUrl: values.baseUrl, headers: { 'x-api-key': values.apiKey } })

const { session, customer: to, text } = values
const send = async (body: { session: string; to: string; text: string }, key?: string) =>
  await client.POST('/api/v1/messages/send/text', {
    body,
    ...(key && { params: { header: { 'Idempotency-Key': key } } }),
  })
const sent = await send({ session, to, text }, values.unpaired)
const listed = await client.GET('/api/v1/messages/{sessionId}', { params: { path: { sessionId: session } } })
const webhook = await client.POST('/api/v1/webhooks', { body: values.webhook })
const list = await client.POST('/api/v1/broadcast/lists', {
  params: { query: { name: 'CSV' } },
  headers: { 'Content-Type': 'text/csv' },
  body: values.csv as string,
  // The default serializer writes JSON.
  bodySerializer: (csv) => csv as string,
})
const refused = await send({ session: values.unknownSession, to, text })

/** Returns the QR picture as base64. The session needs a moment for its first code. */
async function fetchPicture(): Promise<string> {
  const { data, response } = await client.GET('/api/v1/sessions/{id}/qr', {
    params: { path: { id: values.unpaired } },
    headers: { Accept: 'image/png' },
    parseAs: 'arrayBuffer',
  })
  if (data && response.headers.get('content-type') === 'image/png')
    return Buffer.from(data).toString('base64')
  await setTimeout(200)
  return await fetchPicture()
}

console.log(
  JSON.stringify({
    sent: { id: sent.data?.data.key.id, status: sent.data?.data.status },
    listed: listed.data?.data.map(({ id }) => id),
    webhook: { id: webhook.data?.data.id, secret: webhook.data?.data.secret },
    list: { id: list.data?.data.id, accepted: list.data?.data.import?.accepted },
    picture: await fetchPicture(),
    refused: refused.error?.error.code,
  }),
)
