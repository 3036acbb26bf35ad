import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { downloadMediaMessage, normalizeMessageContent } from '@whiskeysockets/baileys'
import { Client, call, until } from './client.fixture.ts'
import type { Sandbox } from './index.ts'
import { quietLibsignal } from './phones/quiet.ts'

/**
 * A client in a process of its own, with NODE_EXTRA_CA_CERTS as for the process of a gateway. The client
 * pairs with `phone` and sends the file at `path` to `peer` as a document. Then `peer` sends the file back,
 * and the client downloads it and prints the results as JSON.
 */
const [phonesUrl = '', socketUrl = '', phone = '', peer = '', path = ''] = process.argv.slice(2)
const sandbox = { phonesUrl, socketUrl } as Sandbox

quietLibsignal()
const client = await Client.paired(sandbox, phone)

const document = { url: path }
const sent = await client.sock?.sendMessage(`${peer}@s.whatsapp.net`, {
  document,
  mimetype: 'application/octet-stream',
  fileName: 'large.bin',
})

await until('the file on the phone', async () => {
  const { body } = await call(sandbox, 'GET', `/phones/${peer}/messages`)
  return (body as unknown as { sha256?: string }[])[0]?.sha256
})
const query = `type=document&to=${phone}&filename=back.bin`
const upload = request(`${phonesUrl}/phones/${peer}/media?${query}`, { method: 'POST' }, (answer) =>
  answer.resume(),
)
await pipeline(createReadStream(path), upload)
const found = await until('a document', () =>
  client.messages.find(
    ({ key, message }) => !key.fromMe && normalizeMessageContent(message)?.documentMessage,
  ),
)
const hash = createHash('sha256')
let received = 0
for await (const chunk of await downloadMediaMessage(found, 'stream', {})) {
  hash.update(chunk as Buffer)
  received += (chunk as Buffer).length
}
console.log(JSON.stringify({ id: sent?.key.id, received, sha256: hash.digest('hex') }))
await client.remove()
// Baileys' timers would keep the process alive for another half a minute.
process.exit()
