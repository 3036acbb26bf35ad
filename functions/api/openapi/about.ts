import { readFileSync } from 'node:fs'

const PACKAGE = new URL('../../../package.json', import.meta.url)
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }

/** Facts about the gateway, for the head of each OpenAPI document. */
export const ABOUT = {
  /** Version of the gateway. The version of the API is in its path. */
  version,
  contact: { name: 'The operator of this gateway' },
  license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
}
