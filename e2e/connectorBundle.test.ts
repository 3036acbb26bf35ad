import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connectorEnvironment } from '#connector/config.ts'
import { bundleConnector, PROJECT_FOLDER } from '#infra/build/bundle.ts'
import { INVENTORY } from '#infra/build/inventory.ts'
import { startNeonProxy } from '#local/database/index.ts'
import { eventually } from './support/eventually.ts'
import { sendText, useGateway, waitForMessage } from './support/gateway.ts'

let proxy: Awaited<ReturnType<typeof startNeonProxy>>
/** The database is behind a WebSocket, as Neon's is. */
const gateway = useGateway({}, async (direct) => {
  proxy = await startNeonProxy(Number(new URL(direct.DATABASE_URL).port))
  return { ...direct, VESPER_DATABASE_PROXY: proxy.address }
})
let folder = ''
let image = ''
let connector: ChildProcess

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vesper-image-'))
  image = path.join(folder, 'image')
  await bundleConnector(path.join(folder, 'build/dist/connector'))
  await copyAsDockerfile(folder, image)
  await Promise.all(gateway.connectors.map((one) => one.stop()))
  connector = await startImage()
})

afterAll(async () => {
  connector?.kill('SIGKILL')
  await proxy?.close()
  await rm(folder, { recursive: true, force: true })
})

/** Fills an empty folder with exactly the files that the last stage of the Dockerfile copies. */
async function copyAsDockerfile(root: string, workdir: string): Promise<void> {
  const dockerfile = await readFile(path.join(PROJECT_FOLDER, 'connector/Dockerfile'), 'utf8')
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '))
  const copies = [...lastStage.matchAll(/^COPY --from=build (\S+) (\S+)$/gm)]
  expect(copies).toHaveLength(1)
  await mkdir(workdir)
  for (const [, from = '', to = ''] of copies)
    await cp(path.join(root, from), path.join(workdir, to), { recursive: true })
}

/** Runs the command of the image, with the variables of the connector's schema. */
async function startImage(): Promise<ChildProcess> {
  const { socketUrl, mediaUrl, rootPublicKey } = gateway.parts.sandbox ?? {}
  const own = {
    ...gateway.parts.environment,
    VESPER_WHATSAPP_URL: socketUrl,
    VESPER_WHATSAPP_MEDIA_URL: mediaUrl,
    VESPER_WHATSAPP_ROOT_KEY: rootPublicKey,
    VESPER_QUEUE_WAIT_SECONDS: '2',
    VESPER_ALIVE_FILE: path.join(folder, 'alive'),
  }
  const dockerfile = await readFile(path.join(PROJECT_FOLDER, 'connector/Dockerfile'), 'utf8')
  const [, command = '[]'] = /^CMD (.+)$/m.exec(dockerfile) ?? []
  const [program, ...args] = JSON.parse(command)
  expect(program).toBe('node')
  const child = spawn(process.execPath, args, {
    cwd: image,
    env: {
      ...Object.fromEntries(Object.entries(own).filter(([key]) => key in connectorEnvironment.shape)),
      LOG_LEVEL: 'info',
      NODE_EXTRA_CA_CERTS: path.join(gateway.parts.environment.VESPER_MEDIA_DIR ?? '', '../sandbox-ca.pem'),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let log = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  await eventually(() => log.includes('connector.started'), 20_000)
  return child
}

it('links, sends, receives and makes thumbnails with the files of its image only', async () => {
  const customer = await gateway.phones.create('Customer')
  const { id, phone } = await gateway.pair()
  const sent = await sendText(gateway.api, id, customer, 'from the image')
  expect((await gateway.phones.waitFor(customer, sent)).text).toBe('from the image')
  const picture = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer()
  const answer = await gateway.api('POST', '/messages/send/image', {
    session: id,
    to: customer,
    base64: picture.toString('base64'),
  })
  await waitForMessage(gateway.api, id, answer.body.data.key.id, ['SENT', 'DELIVERED', 'READ'])
  const { id: written } = await gateway.phones.write(customer, phone, 'hello')
  await waitForMessage(gateway.api, id, written, ['DELIVERED'])
})

it('stops gracefully, and has written nothing beside its files', async () => {
  expect((await stat(path.join(folder, 'alive'))).isFile()).toBe(true)
  const exited = once(connector, 'exit')
  connector.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  const files = [...INVENTORY, 'main.mjs', 'main.mjs.map', 'node_modules']
  expect((await readdir(image)).sort()).toEqual(files.sort())
  expect((await readdir(path.join(image, 'node_modules'))).sort()).toEqual([
    '@img',
    'detect-libc',
    'semver',
    'sharp',
  ])
})
