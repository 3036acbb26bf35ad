import { randomBytes } from 'node:crypto'
import {
  decodePatches,
  encodeSyncdPatch,
  type LTHashState,
  newLTHashState,
  proto,
  type WAPatchCreate,
  type WAPatchName,
} from '@whiskeysockets/baileys'
import { patchesOf, storePatch } from '../server/app-state.ts'
import type { Phone } from './phone.ts'

const { SET } = proto.SyncdMutation.SyncdOperation
const COLLECTIONS: WAPatchName[] = [
  'critical_block',
  'critical_unblock_low',
  'regular_high',
  'regular_low',
  'regular',
]
const PUSH_NAME = 'setting_pushName'
const STARTED = 'app-state-started'

/** One change of the app state. The server adds the version, and the phone the operation. */
type Change = Omit<WAPatchCreate, 'operation'>

/**
 * Uploads the first app state of the account, before the phone links its first companion. WhatsApp's phones begin each
 * collection with a sentinel, which names the epoch of the expired key.
 */
export async function startAppState(phone: Phone): Promise<void> {
  const rows = phone.world.state.signal.in(phone.number)
  if (rows.get(STARTED)) return
  for (const type of COLLECTIONS)
    await change(phone, {
      type,
      index: ['sentinel', type],
      syncAction: { keyExpiration: { expiredKeyEpoch: 0 }, timestamp: Date.now() },
      apiVersion: 1,
    })
  await change(phone, {
    type: 'critical_block',
    index: ['setting_locale'],
    syncAction: { localeSetting: { locale: 'en_US' }, timestamp: Date.now() },
    apiVersion: 3,
  })
  await change(phone, pushNameOf(phone.account.name))
  rows.set(STARTED, true)
}

/** Uploads the name of the account, if the account has an app state. */
export async function uploadPushName(phone: Phone): Promise<void> {
  if (phone.world.state.signal.in(phone.number).get(STARTED))
    await change(phone, pushNameOf(phone.account.name))
}

/** Reads the patches of companions in a collection. A companion may rename the account. */
export async function readAppState(phone: Phone, name: string): Promise<void> {
  const type = COLLECTIONS.find((each) => each === name)
  if (!type) return
  for (const { syncAction, index } of await catchUp(phone, type)) {
    const pushName = syncAction.value?.pushNameSetting?.name
    if (index[0] === PUSH_NAME && pushName) phone.world.directory.save({ ...phone.account, name: pushName })
  }
}

/** Returns the app state key of the account, which all its companions share. */
export function appStateKey(phone: Phone): proto.Message.IAppStateSyncKey {
  const { id, data } = keyOf(phone)
  return {
    keyId: { keyId: id },
    keyData: {
      keyData: data,
      fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
      timestamp: Date.now(),
    },
  }
}

function pushNameOf(name: string): Change {
  return {
    type: 'critical_block',
    index: [PUSH_NAME],
    syncAction: { pushNameSetting: { name }, timestamp: Date.now() },
    apiVersion: 1,
  }
}

/** Changes a collection. After a conflict with a companion, the phone reads the patches of the companion and tries again. */
async function change(phone: Phone, create: Change): Promise<void> {
  const keyId = Buffer.from(keyOf(phone).id).toString('base64')
  for (;;) {
    await readAppState(phone, create.type)
    const before = stateOf(phone, create.type)
    const { patch, state } = await encodeSyncdPatch(
      { ...create, operation: SET },
      keyId,
      before,
      syncKey(phone),
    )
    const encoded = proto.SyncdPatch.encode(patch).finish()
    if (!storePatch(phone.world, phone.address, create.type, before.version, encoded)) continue
    saveState(phone, create.type, state)
    return
  }
}

/**
 * Applies the patches that the phone has not read.
 * @returns the changes
 */
async function catchUp(phone: Phone, name: WAPatchName) {
  const before = stateOf(phone, name)
  const missing = patchesOf(phone.world, phone.number, name)
    .slice(before.version)
    .map((patch) => proto.SyncdPatch.decode(patch))
  if (missing.length === 0) return []
  const { state, mutationMap } = await decodePatches(name, missing, before, syncKey(phone), {})
  saveState(phone, name, state)
  return Object.values(mutationMap)
}

function stateOf(phone: Phone, name: WAPatchName): LTHashState {
  const known = phone.world.state.signal.in(phone.number).get(`app-state/${name}`)
  return (known as LTHashState | undefined) ?? newLTHashState()
}

function saveState(phone: Phone, name: WAPatchName, state: LTHashState): void {
  phone.world.state.signal.in(phone.number).set(`app-state/${name}`, state)
}

function syncKey(phone: Phone) {
  return async () => appStateKey(phone).keyData ?? undefined
}

function keyOf(phone: Phone): { id: Uint8Array; data: Uint8Array } {
  const rows = phone.world.state.signal.in(phone.number)
  const known = rows.get('app-state-key') as { id: Uint8Array; data: Uint8Array } | undefined
  const key = known ?? { id: randomBytes(6), data: randomBytes(32) }
  if (!known) rows.set('app-state-key', key)
  return key
}
