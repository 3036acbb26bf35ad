import type { Call } from '../client.ts'
import type { Resources } from './resources.ts'

/**
 * Creates an account with two apps and two API keys, and webhooks of the operator, for the operations of the management
 * API.
 * @param receiver URL of a receiver that answers 200
 */
export async function prepareAdmin(admin: Call, receiver: string): Promise<Resources> {
  const create = async (path: string, body: object) => (await admin('POST', path, body)).body.data
  const plan = 'enterprise'
  const account = await create('/accounts', { name: 'Example Ltd', plan })
  const key = await create(`/apps/${account.appId}/keys`, { name: 'kept' })
  const revoked = await create(`/apps/${account.appId}/keys`, { name: 'revoked' })
  const replaced = await create(`/apps/${account.appId}/keys`, { name: 'replaced' })
  const spare = await create(`/accounts/${account.id}/apps`, { name: 'removed' })
  const webhook = async () => ({
    id: (await create('/webhooks', { url: receiver, events: ['session.disconnected'] })).id,
  })
  const [kept, changed] = [await webhook(), await webhook()]
  const { deliveryId } = await create(`/webhooks/${kept.id}/test`, {})
  // A null needs a stored value, and the names of headers differ in more than their case.
  const pinned = { url: receiver, headers: { 'X-Shop': 'istanbul' } }
  // The app has no session, and a generated time may have passed.
  const unlimited = { sessions: null, expiresAt: null, allowedIps: null }
  return {
    ids: [],
    phone: '',
    body: {},
    // Another plan allows fewer apps than the other operations create.
    bodies: {
      ...{ 'PUT /accounts/{accountId}': { plan }, 'PATCH /accounts/{accountId}': { plan } },
      ...{ 'POST /apps/{appId}/keys': unlimited, 'PUT /keys/{keyId}': unlimited },
      ...{ 'PATCH /keys/{keyId}': unlimited },
      ...{ 'POST /webhooks': pinned, 'PUT /webhooks/{id}': pinned, 'PATCH /webhooks/{id}': pinned },
    },
    deep: {},
    omitted: {},
    maps: {},
    withText: {},
    texts: {},
    parameters: { accountId: account.id, appId: account.appId, keyId: key.id, ...kept, deliveryId },
    special: {
      'DELETE /apps/{appId}': { appId: spare.id },
      'POST /keys/{keyId}/revoke': { keyId: revoked.id },
      'POST /keys/{keyId}/regenerate': { keyId: replaced.id },
      'PUT /webhooks/{id}': changed,
      'PATCH /webhooks/{id}': changed,
      'DELETE /webhooks/{id}': await webhook(),
    },
  }
}
