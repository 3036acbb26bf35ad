import type { Transport } from './transport.ts'

/** A group of operations. */
export class Resource {
  protected readonly transport: Transport

  constructor(transport: Transport) {
    this.transport = transport
  }
}
