import { BUILT_IN_VERSION, type WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import { guardedRequest } from '#shared/http/index.ts'

/** The script that a browser loads. Baileys' `fetchLatestWaWebVersion` reads the same script, without any check. */
const PAGE = 'https://web.whatsapp.com/sw.js'
const REVISION = /\\?"client_revision\\?":\s*(\d{1,12})(?!\d)/g
/** WhatsApp answers other clients with an error page. */
const HEADERS = {
  'sec-fetch-site': 'none',
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
}
const LIMITS = { connectTimeoutMs: 3_000, idleTimeoutMs: 5_000, totalTimeoutMs: 8_000, maxBytes: 8 * 2 ** 20 }
/** WhatsApp's revisions grow by some ten million a year. A larger step is a fault of the page or an attack. */
const MOST_AHEAD = 200_000_000

/** The page of WhatsApp Web has no version that can be true. */
export class ImplausibleVersion extends Error {
  override readonly name = 'ImplausibleVersion'
}

/**
 * Reads the current version from WhatsApp Web.
 * @param local address of a sandbox's page, which may be private
 * @throws ImplausibleVersion, RequestRefused, or Error for another status than 200
 */
export async function fetchWebVersion(local?: string): Promise<WhatsAppVersion> {
  const isLocal = local !== undefined
  const response = await guardedRequest(local ?? PAGE, {
    policy: { allowHttp: isLocal, allowPrivate: isLocal },
    headers: HEADERS,
    redirects: 'refuse',
    ...LIMITS,
  })
  if (response.status !== 200) {
    response.body.destroy()
    throw new Error(`The page of WhatsApp Web answered ${response.status}`)
  }
  return readWebVersion(await response.text(LIMITS.maxBytes))
}

/**
 * Reads the version in the script of WhatsApp Web.
 * @throws ImplausibleVersion
 */
export function readWebVersion(script: string): WhatsAppVersion {
  const revisions = new Set([...script.matchAll(REVISION)].map(([, revision]) => Number(revision)))
  const [revision] = revisions
  if (revision === undefined || revisions.size > 1)
    throw new ImplausibleVersion(`The page has ${revisions.size} revisions instead of one`)
  const [primary, secondary, builtIn] = BUILT_IN_VERSION
  if (revision < builtIn || revision > builtIn + MOST_AHEAD)
    throw new ImplausibleVersion(`The revision ${revision} is too far from ${builtIn}`)
  return [primary, secondary, revision]
}
