import { afterEach, beforeAll, expect, it } from 'vitest'
import { createApi } from '#functions/api/app.ts'
import { lazyRoutes } from '#functions/api/routes/index.ts'
import { createDatabase } from './support/database.ts'
import { functionServices } from './support/functions.ts'

const loadGroups = lazyRoutes.groups as (typeof lazyRoutes)[string]
let services: Awaited<ReturnType<typeof functionServices>>

beforeAll(async () => {
  services = await functionServices(await createDatabase())
})
afterEach(() => {
  lazyRoutes.groups = loadGroups
})

it.each([[new Error('no such chunk')], ['no error at all']])(
  'answers 500 if lazily loaded routes do not load (%s), and loads them again at the next request',
  async (fault) => {
    let tries = 0
    lazyRoutes.groups = async () => {
      if (tries++ === 0) throw fault
      return await loadGroups()
    }
    const api = createApi(services)
    const get = () => api.request('/api/v1/groups/YoNofiM9vtHy')
    const failed = await get()
    const { error } = (await failed.json()) as { error: { code: string; requestId: string } }
    expect([failed.status, error.code]).toEqual([500, 'INTERNAL_ERROR'])
    expect(error.requestId).toMatch(/^req_/)
    expect((await get()).status).toBe(401)
  },
)
