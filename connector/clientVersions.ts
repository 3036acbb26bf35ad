import { isNewer, type WhatsAppVersion } from '#shared/contracts/whatsappVersion.ts'
import {
  claimVersionCheck,
  currentVersion,
  learnVersion,
  recordRefusedVersion,
} from '#shared/domain/whatsappVersion/index.ts'
import { fetchWebVersion } from './fetchWebVersion.ts'
import type { ConnectorServices } from './services.ts'

type Services = Pick<ConnectorServices, 'config' | 'db' | 'log' | 'now'>

/**
 * The version of WhatsApp Web with which the fleet logs in. WhatsApp raises its minimum several times a year. A connector then
 * reads the current version from WhatsApp Web, and shares it through the database.
 */
export class ClientVersions {
  readonly #services: Services
  #learning: Promise<void> | null = null

  constructor(services: Services) {
    this.#services = services
  }

  /**
   * Returns the version for a new login.
   * @throws the database's error
   */
  async current(): Promise<WhatsAppVersion> {
    return await currentVersion({ ctx: this.#services })
  }

  /**
   * Reports that WhatsApp refused a version, and learns the current one. Returns true if the fleet has another version now.
   * @throws the database's error
   */
  async refused(version: WhatsAppVersion): Promise<boolean> {
    this.#services.log.error({ version: version.join('.') }, 'whatsapp.client_outdated')
    this.#learning ??= this.#learn(version).finally(() => {
      this.#learning = null
    })
    await this.#learning
    return (await this.current()).join('.') !== version.join('.')
  }

  async #learn(refused: WhatsAppVersion): Promise<void> {
    const ctx = this.#services
    await recordRefusedVersion({ ctx, input: { version: refused } })
    const { VESPER_WHATSAPP_URL: sandbox, VESPER_WHATSAPP_VERSION_URL: url } = ctx.config
    // A sandbox without a page of its own must not ask the real WhatsApp.
    if (sandbox !== undefined && url === undefined) return
    if (!(await claimVersionCheck({ ctx }))) return
    try {
      const version = await fetchWebVersion(url)
      const isLearned = await learnVersion({ ctx, input: { version } })
      ctx.log.info(
        { version: version.join('.'), isLearned, helps: isNewer(version, refused) },
        'whatsapp.version_read',
      )
    } catch (err) {
      ctx.log.error({ err }, 'whatsapp.version_unknown')
    }
  }
}
