import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Database } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { authenticate, createApiKey } from '#shared/domain/keys/index.ts'

/** What one machine's user needs; kept in `local.json`, because the database knows only a key's hash. */
export interface Credentials {
  appId: string
  apiKey: string
  adminToken: string
}

const savedSchema = z.object({ appId: z.string(), apiKey: z.string(), adminToken: z.string() })

/** Where a data folder tells programs how to reach its gateway. */
export function localFile(dataDir: string): string {
  return path.join(dataDir, 'local.json')
}

/** The credentials of an earlier run, as long as its key still opens its app; else a new account, app and key. */
export async function ensureCredentials(db: Database, dataDir: string): Promise<Credentials> {
  const saved = await readSaved(dataDir)
  const known = saved && (await authenticate({ ctx: { db }, input: { key: saved.apiKey } }))
  if (saved && known?.appId === saved.appId) return saved
  const { appId } = await createAccount({
    ctx: { db },
    input: { name: 'Local', plan: 'self_hosted', appName: 'Default' },
  })
  const { key } = await createApiKey({ ctx: { db }, input: { appId, name: 'local.json' } })
  return { appId, apiKey: key, adminToken: saved?.adminToken ?? randomBytes(24).toString('base64url') }
}

/** The file with the key that wraps all data keys of this machine; made on the first run, readable by its user only. */
export async function ensureMasterKey(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'master.key')
  if (!existsSync(file))
    await writeFile(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return file
}

async function readSaved(dataDir: string): Promise<Credentials | null> {
  try {
    return savedSchema.parse(JSON.parse(await readFile(localFile(dataDir), 'utf8')))
  } catch {
    return null
  }
}
