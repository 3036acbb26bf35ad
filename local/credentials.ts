import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { asc } from 'drizzle-orm'
import { z } from 'zod'
import { apps, type Database, whatsappCreds } from '#shared/database/index.ts'
import { createAccount } from '#shared/domain/accounts/index.ts'
import { authenticate, createApiKey } from '#shared/domain/apiKeys/index.ts'

const MASTER_KEY_BYTES = 32

/**
 * The credentials of the user of this machine. `local.json` keeps the credentials, because the database has
 * only the hash of a key.
 */
export interface Credentials {
  appId: string
  apiKey: string
  adminToken: string
}

const savedSchema = z.object({ appId: z.string(), apiKey: z.string(), adminToken: z.string().min(16) })

/** Returns the file from which programs learn how to reach the gateway of a data folder. */
export function localFile(dataDir: string): string {
  return path.join(dataDir, 'local.json')
}

/**
 * Returns the credentials of an earlier run, if their key still opens their app. If the file is missing or
 * damaged, the existing app gets a new key. Only an empty database gets a new account.
 */
export async function ensureCredentials(
  db: Database,
  dataDir: string,
): Promise<Omit<Credentials, 'adminToken'>> {
  const saved = await readSaved(dataDir)
  const known = saved && (await authenticate({ ctx: { db }, input: { key: saved.apiKey } }))
  if (saved && known?.appId === saved.appId) return saved
  const [existing] = await db.select({ id: apps.id }).from(apps).orderBy(asc(apps.createdAt)).limit(1)
  const appId = existing?.id ?? (await createLocalApp(db))
  const { key } = await createApiKey({ ctx: { db }, input: { appId, name: 'local.json' } })
  return { appId, apiKey: key }
}

/** Returns the admin token of an earlier run, or a new token. */
export async function ensureAdminToken(dataDir: string): Promise<string> {
  return (await readSaved(dataDir))?.adminToken ?? randomBytes(24).toString('base64url')
}

async function createLocalApp(db: Database): Promise<string> {
  const input = { name: 'Local', plan: 'self_hosted', appName: 'Default' } as const
  return (await createAccount({ ctx: { db }, input })).appId
}

/**
 * Returns the file with the key that wraps all data keys of this machine. The first run creates the file,
 * readable by its user only.
 * @throws Error if the file is damaged, or is missing while the database has values that the key sealed
 */
export async function ensureMasterKey(db: Database, dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'master.key')
  if (existsSync(file)) {
    if (Buffer.from(await readFile(file, 'utf8'), 'base64').length === MASTER_KEY_BYTES) return file
    throw new Error(
      `${file} is damaged: it must hold ${MASTER_KEY_BYTES} bytes in base64. Restore the file from a backup.`,
    )
  }
  const [sealed] = await db.select({ id: whatsappCreds.sessionId }).from(whatsappCreds).limit(1)
  if (sealed)
    throw new Error(
      `${file} is missing, but sessions are sealed with its key. Restore the file, or start with a new data folder.`,
    )
  await writeFile(file, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return file
}

async function readSaved(dataDir: string): Promise<Credentials | null> {
  try {
    return savedSchema.parse(JSON.parse(await readFile(localFile(dataDir), 'utf8')))
  } catch {
    return null
  }
}
