import type { IncomingHttpHeaders } from 'node:http'
import { expect, it } from 'vitest'
import { refusalOf, request, serveHttp } from './testing.ts'

const follow = { redirects: { follow: 3 } }

function serveRedirect(location: string, status = 302) {
  return serveHttp((_request, response) => response.writeHead(status, { location }).end())
}

it('refuses any redirect if the request follows none', async () => {
  const server = await serveRedirect('/elsewhere')
  expect(await refusalOf(server.url)).toMatchObject({ reason: 'redirect' })
})

it.each([
  ['http://169.254.169.254/latest/meta-data/', 'forbidden_address'],
  ['http://[fd00:ec2::254]/latest/meta-data/', 'forbidden_address'],
  ['http://0xa9fea9fe/', 'forbidden_address'],
  ['file:///etc/passwd', 'bad_url'],
  ['http://user:secret@127.0.0.1/', 'bad_url'],
  ['http://[', 'redirect'],
])('refuses a redirect to %s', async (location, reason) => {
  const server = await serveRedirect(location)
  expect(await refusalOf(server.url, follow)).toMatchObject({ reason })
})

it('checks every hop of a chain of redirects', async () => {
  const last = await serveRedirect('http://169.254.170.2/v2/credentials')
  const middle = await serveRedirect(last.url, 307)
  const first = await serveRedirect(middle.url, 301)
  expect(await refusalOf(first.url, follow)).toMatchObject({ reason: 'forbidden_address' })
  expect(last.connections).toBe(1)
})

it('checks the addresses of the next host', async () => {
  const first = await serveRedirect('http://inside.example/')
  const resolve = async (host: string) => (host === 'inside.example' ? ['169.254.169.254'] : ['127.0.0.1'])
  expect(await refusalOf(first.url, { ...follow, resolve })).toMatchObject({ reason: 'forbidden_address' })
})

it('ends a redirect loop', async () => {
  const server = await serveRedirect('/again')
  expect(await refusalOf(server.url, follow)).toMatchObject({ reason: 'redirect' })
  expect(server.connections).toBe(4)
})

it('drops secrets only on a redirect to another origin', async () => {
  const seen: IncomingHttpHeaders[] = []
  const other = await serveHttp((incoming, response) => {
    seen.push(incoming.headers)
    response.end('arrived')
  })
  const first = await serveHttp((incoming, response) => {
    seen.push(incoming.headers)
    response.writeHead(302, { location: incoming.url === '/' ? '/same' : other.url }).end()
  })
  const headers = { Authorization: 'Bearer x', cookie: 'c=1', 'x-api-key': 'k', accept: 'image/png' }
  const response = await request(first.url, { ...follow, headers })
  expect(await response.text(100)).toBe('arrived')
  expect(seen[1]).toMatchObject({ authorization: 'Bearer x', 'x-api-key': 'k' })
  expect(seen[2]).toMatchObject({ accept: 'image/png' })
  expect(Object.keys(seen[2] ?? {})).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api-key/)]),
  )
})

it.each([
  [302, 'GET', ''],
  [303, 'GET', ''],
  [307, 'POST', 'body'],
  [308, 'POST', 'body'],
])('after status %i, sends the request as %s', async (status, method, body) => {
  const server = await serveHttp(async (incoming, response) => {
    const sent = Buffer.concat(await incoming.toArray()).toString()
    if (incoming.url === '/') response.writeHead(status, { location: '/next' }).end()
    else response.end(`${incoming.method} ${sent}`)
  })
  const response = await request(server.url, { ...follow, method: 'POST', body: 'body' })
  expect(await response.text(100)).toBe(`${method} ${body}`)
})
