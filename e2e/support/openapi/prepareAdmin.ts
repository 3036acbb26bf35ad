import type { Call } from '../client.ts'
import type { Resources } from './resources.ts'

/** Creates an account with two apps and two API keys, for the operations of the management API. */
export async function prepareAdmin(admin: Call): Promise<Resources> {
  const create = async (path: string, body: object) => (await admin('POST', path, body)).body.data
  const plan = 'enterprise'
  const account = await create('/accounts', { name: 'Example Ltd', plan })
  const key = await create(`/apps/${account.appId}/keys`, { name: 'kept' })
  const revoked = await create(`/apps/${account.appId}/keys`, { name: 'revoked' })
  const spare = await create(`/accounts/${account.id}/apps`, { name: 'removed' })
  return {
    ids: [],
    phone: '',
    body: {},
    // Another plan allows fewer apps than the other operations create.
    bodies: { 'PUT /accounts/{accountId}': { plan }, 'PATCH /accounts/{accountId}': { plan } },
    deep: {},
    omitted: {},
    maps: {},
    withText: {},
    texts: {},
    parameters: { accountId: account.id, appId: account.appId, keyId: key.id },
    special: {
      'DELETE /apps/{appId}': { appId: spare.id },
      'POST /keys/{keyId}/revoke': { keyId: revoked.id },
    },
  }
}
