import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { CliError } from './errors.ts'

const projectFolder = fileURLToPath(new URL('..', import.meta.url))

const environmentSchema = z.object({
  VESPER_URL: z.url({ protocol: /^https?$/ }).optional(),
  VESPER_ADMIN_TOKEN: z.string().optional(),
  VESPER_DATA_DIR: z.string().default(path.join(projectFolder, '.vesper')),
})
const localSchema = z.object({ baseUrl: z.string(), adminToken: z.string() })

/** The address and the admin token of a gateway. */
export interface Target {
  url: string
  token: string
}

/**
 * Returns the gateway that the environment names, or the gateway on this machine from its `local.json`.
 * @throws CliError if there is no gateway
 */
export function readTarget(environment: Readonly<Record<string, string | undefined>> = process.env): Target {
  const present = Object.entries(environment).filter(([, value]) => value !== '')
  const parsed = environmentSchema.safeParse(Object.fromEntries(present))
  if (!parsed.success)
    throw new CliError('VESPER_URL is not a URL. Set a URL such as https://gateway.example.com.')
  const { VESPER_URL: url, VESPER_ADMIN_TOKEN: token, VESPER_DATA_DIR: dataDir } = parsed.data
  if (url !== undefined && token !== undefined) return { url: url.replace(/\/+$/, ''), token }
  // The token of one gateway must not reach another gateway.
  if (url !== undefined || token !== undefined) {
    throw new CliError(
      'Set both VESPER_URL and VESPER_ADMIN_TOKEN, or neither for the gateway on this machine.',
    )
  }
  return readLocal(path.join(path.resolve(dataDir), 'local.json'))
}

function readLocal(file: string): Target {
  try {
    const { baseUrl, adminToken } = localSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return { url: baseUrl, token: adminToken }
  } catch {
    throw new CliError(
      `There is no gateway on this machine (${file}). Start one with npm start, or set VESPER_URL and VESPER_ADMIN_TOKEN.`,
    )
  }
}
