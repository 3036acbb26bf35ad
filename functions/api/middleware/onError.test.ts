import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { createLogger } from '#shared/logger.ts'
import type { ApiEnvironment } from '../services.ts'
import { answerError } from './onError.ts'

it("logs the pattern of a failed request's route, and no phone number", async () => {
  const lines: string[] = []
  const log = createLogger({ level: 'info', name: 'test' }, { write: (line) => lines.push(line) })
  const area = new Hono<ApiEnvironment>().use(async (_, next) => await next())
  area.get('/chats/:sessionId/:jid', (c) => {
    throw new Error(`The chat ${c.req.param('jid')} is broken`)
  })
  const api = new Hono<ApiEnvironment>().route('/api/v1', area)
  api.onError(answerError(log))
  const response = await api.request('/api/v1/chats/YoNofiM9vtHy/905551234567@s.whatsapp.net')
  expect(response.status).toBe(500)
  expect(lines.join('')).not.toContain('905551234567')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ method: 'GET', route: '/api/v1/chats/:sessionId/:jid' })
})
