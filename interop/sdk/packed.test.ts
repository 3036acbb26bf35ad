import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { eventually } from '../../e2e/support/eventually.ts'
import { useGateway } from '../../e2e/support/gateway.ts'
import { findRuntime, loadPlaywright } from './findRuntimes.ts'
import { createScratchProject, run, type ScratchProject } from './scratchProject.ts'
import { servePage } from './servePage.ts'

const gateway = useGateway()
let project: ScratchProject

beforeAll(async () => {
  project = await createScratchProject()
})
afterAll(() => project?.remove())

/** Texts outside of ASCII, which the SDK must send as UTF-8. */
const TEXTS = ['Merhaba, Ayşe 🚀', 'Ağrı → İzmir']

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
]

interface Values {
  apiKey: string
  baseUrl: string
  session: string
  to: string
  texts: string[]
  name: string
  webhook: { body: string; headers: Record<string, string>; secret: string }
}

/**
 * Runs the program in a runtime, and checks its report and the texts on the phone. The expectation is the same for each runtime.
 * @param start runs the program with its values, and returns the report
 */
async function expectReport(runtime: string, start: (values: Values) => Promise<unknown>): Promise<void> {
  const { info, phones } = gateway
  const { id: session } = await gateway.paired()
  const to = await phones.create()
  const { apiKey, baseUrl } = info
  const name = `SDK on ${runtime}`
  const report = await start({ apiKey, baseUrl, session, to, texts: TEXTS, name, webhook: signWebhook() })

  expect(report).toEqual({
    ids: [expect.any(String), expect.any(String)],
    created: { name, sameId: true },
    unlisted: 0,
    admin: true,
    page: { sessions: 1, limit: 1 },
    webhook: 'message.received',
    forged: 'WRONG_SIGNATURE',
    refused: { code: 'NOT_FOUND', status: 404, hasRequestId: true },
    invalid: { code: 'VALIDATION_ERROR', status: 400, hasRequestId: true },
  })
  const { ids } = report as { ids: string[] }
  const shown = await Promise.all(ids.map((id) => phones.waitFor(to, id)))
  expect(shown.map(({ text }) => text)).toEqual(TEXTS)
}

/** Signs a webhook with the library of Standard Webhooks. */
function signWebhook(): Values['webhook'] {
  const secret = `whsec_${Buffer.from('a key of thirty-two bytes, ok!!!').toString('base64')}`
  const body = JSON.stringify({ id: 'evt_1', event: 'message.received', payload: { text: TEXTS[0] } })
  const now = new Date()
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
  }
  return { body, headers, secret }
}

it.each(['node20', 'node22', 'node24', 'bun'] as const)('the packed SDK works on %s', async (name) => {
  const runtime = await findRuntime(name)
  await expectReport(name, async (values) =>
    JSON.parse(await run(runtime, ['main.mjs', JSON.stringify(values)], project.folder)),
  )
})

it('the packed SDK works on a page in Chromium, from an origin that the app names', async () => {
  const executablePath = await findRuntime('chromium')
  const { chromium } = await loadPlaywright()
  const { origin, stop } = await servePage(project.folder)
  onTestFinished(stop)
  await nameOrigin(origin)
  const browser = await chromium.launch({ executablePath, args: FLAGS, timeout: 0 })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const errors: Error[] = []
  page.on('pageerror', (error) => errors.push(error))
  await page.goto(origin, { timeout: 0 })
  await expectReport('chromium', (values) =>
    page.evaluate(`import('/program.mjs').then(({ run }) => run(${JSON.stringify(values)}))`),
  )
  expect(errors).toEqual([])
})

/** Names the origin in the app, and waits until the page may call: preflights and cached keys learn the origin later. */
async function nameOrigin(origin: string): Promise<void> {
  const { baseUrl, apiKey } = gateway.info
  await gateway.api('PUT', '/apps/me', { corsOrigins: [origin] })
  const allows = async (method: string, headers: Record<string, string>) => {
    const answer = await fetch(`${baseUrl}/api/v1/sessions`, { method, headers: { ...headers, origin } })
    await answer.arrayBuffer()
    return answer.headers.get('access-control-allow-origin') === origin
  }
  await eventually(() => allows('OPTIONS', { 'access-control-request-method': 'GET' }))
  await eventually(() => allows('GET', { 'x-api-key': apiKey }))
}

/** A program whose correct lines compile only with the packed types. Each line after `@ts-expect-error` must not compile. */
const TYPED_PROGRAM = `import { Vesper, VesperError } from 'vesper-sdk'
const vesper = new Vesper({ apiKey: 'vsp_key', baseUrl: 'http://127.0.0.1:1' })
const { key } = await vesper.messages.sendText({ session: 's', to: '905551234567', text: 'Hello' })
export const id: string = key.id
// @ts-expect-error An ID is a string.
export const wrong: number = key.id
// @ts-expect-error A message has a receiver.
await vesper.messages.sendText({ session: 's', text: 'Hello' })
// @ts-expect-error No such method exists.
await vesper.messages.sendNothing()
for await (const message of vesper.messages.list('s', { limit: 1 })) {
  const from: string = message.id
  console.log(from)
}
export const status = (error: unknown) => (error instanceof VesperError ? error.status : undefined)
`

it('the packed types compile a strict project of TypeScript 5.9 that checks libraries', async () => {
  const tsc = await findRuntime('tsc')
  const { folder } = project
  await writeFile(path.join(folder, 'typed.ts'), TYPED_PROGRAM)
  const compilerOptions = {
    ...{ target: 'ES2022', lib: ['ES2022', 'DOM'], types: [], strict: true, skipLibCheck: false },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ allowJs: true, checkJs: true, noEmit: true },
  }
  for (const moduleOptions of [
    { module: 'NodeNext', moduleResolution: 'NodeNext' },
    { module: 'ESNext', moduleResolution: 'Bundler' },
  ]) {
    const config = {
      compilerOptions: { ...compilerOptions, ...moduleOptions },
      files: ['typed.ts', 'program.mjs'],
    }
    await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify(config))
    expect(await run(tsc, ['-p', '.'], folder)).toBe('')
  }
})
