import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { contentTypeOf, isPreferred } from './mediaType.ts'

const app = new Hono()
  .get('/csv', (c) => c.json(isPreferred(c, 'text/csv')))
  .get('/png', (c) => c.json(isPreferred(c, 'image/png')))
  .get('/type', (c) => c.json(contentTypeOf(c)))

async function ask(path: string, headers: Record<string, string>): Promise<unknown> {
  return await (await app.request(path, { headers })).json()
}

it.each([
  [true, 'text/csv'],
  [true, 'TEXT/CSV'],
  [true, 'text/*'],
  [true, 'text/csv, application/json'],
  [true, 'application/json;q=0.5, text/csv;q=0.6'],
  [true, 'application/json;q=0, */*'],
  [true, 'text/csv; charset=UTF-8, */*;q=0.1'],
  [true, 'text/csv;header=present'],
  [false, 'application/json, text/csv;q=0.1'],
  [false, 'application/json; charset=utf-8, text/csv;q=0.1'],
  [false, 'application/json, text/csv'],
  [false, 'text/csv;q=0.1, */*'],
  [false, 'text/csv;q=0'],
  [false, 'text/csv;Q=0.0'],
  [false, 'application/json, text/plain, */*'],
  [false, '*/*'],
  [false, 'text/csvx'],
  [false, 'application/xml'],
  [false, 'x="text/csv"'],
  [false, ';;,,q=='],
  [false, ''],
])('prefers CSV to JSON (%s) for Accept: %s', async (expected, accept) => {
  expect(await ask('/csv', { accept })).toBe(expected)
})

it.each([
  [true, 'image/png'],
  [true, 'image/avif,image/webp,image/*,*/*;q=0.8'],
  [true, 'application/json;q=0.9, image/png'],
  [false, 'image/png;q=0'],
  [false, 'image/*, image/png;q=0, application/json;q=0.1'],
  [false, 'image/jpeg, */*;q=0.1'],
  [false, 'application/json, image/png;q=0.9'],
])('prefers a picture to JSON (%s) for Accept: %s', async (expected, accept) => {
  expect(await ask('/png', { accept })).toBe(expected)
})

it('gives JSON without Accept, and names Accept in Vary', async () => {
  const response = await app.request('/csv')
  expect([await response.json(), response.headers.get('vary')]).toEqual([false, 'Accept'])
})

it('reads a Content-Type in upper case, with quotes and several parameters', async () => {
  const type = 'Text/CSV ; Header=present; CHARSET="UTF-8"'
  expect(await ask('/type', { 'content-type': type })).toMatchObject({
    type: 'text/csv',
    parameters: { charset: 'UTF-8', header: 'present' },
  })
})
