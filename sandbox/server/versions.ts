import { DEFAULT_CONNECTION_CONFIG, type proto } from '@whiskeysockets/baileys'

/** A client's version: three numbers, such as 2.3000.1043857760. */
export type Version = readonly [number, number, number]

/** The versions of WhatsApp Web. A restart of the sandbox ends a raised minimum. */
export class Versions {
  /** The oldest version that may connect. */
  minimum: Version = [2, 0, 0]
  #current: Version = toVersion(DEFAULT_CONNECTION_CONFIG.version)

  /** The version that the page of WhatsApp Web names, which is never older than the minimum. */
  get current(): Version {
    return isOlder(this.#current, this.minimum) ? this.minimum : this.#current
  }

  set current(version: Version) {
    this.#current = version
  }

  /** Tells whether the client of a login or of a registration is too old. */
  refuses({ userAgent }: proto.ClientPayload): boolean {
    const { primary, secondary, tertiary } = userAgent?.appVersion ?? {}
    return isOlder([primary ?? 0, secondary ?? 0, tertiary ?? 0], this.minimum)
  }

  /** Returns the script that a browser loads, with the revision in escaped JSON as in WhatsApp's own file. */
  page(): string {
    const data = JSON.stringify({ SiteData: { client_revision: this.current[2], push_phase: 'C3' } })
    return `self.__swData=JSON.parse(${JSON.stringify(data)});\nimportScripts("https://static.whatsapp.net/rsrc.php/sw.js");\n`
  }
}

/** Returns true if the first version is older than the second. */
function isOlder(version: Version, than: Version): boolean {
  const differing = version.findIndex((part, place) => part !== than[place])
  return differing >= 0 && (version[differing] ?? 0) < (than[differing] ?? 0)
}

function toVersion(numbers: readonly number[]): Version {
  const [primary = 0, secondary = 0, tertiary = 0] = numbers
  return [primary, secondary, tertiary]
}
