import { Transport, type TransportOptions } from './core/transport.ts'
import { Resources } from './generated/adminResources.ts'

export { type ErrorCode, VesperError } from './core/errors.ts'
export type { components, operations } from './generated/adminTypes.ts'

export interface VesperAdminOptions extends TransportOptions {
  /** Token of the operator, `VESPER_ADMIN_TOKEN`. */
  adminToken: string
}

/** Client of the management API. */
export class VesperAdmin extends Resources {
  /** @throws TypeError if the token is missing */
  constructor({ adminToken, ...options }: VesperAdminOptions) {
    if (!adminToken) throw new TypeError('Pass the token of the operator: new VesperAdmin({ adminToken }).')
    super(
      new Transport({ ...options, headers: { ...options.headers, authorization: `Bearer ${adminToken}` } }),
    )
  }
}
