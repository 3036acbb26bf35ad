import { SandboxError } from '../errors.ts'
import { Phone, type PhoneParts } from './phone.ts'

/** The simulated phones by number. */
export class Phones {
  private readonly phones = new Map<string, Phone>()
  private readonly world: PhoneParts

  constructor(parts: Omit<PhoneParts, 'phones'>) {
    this.world = { ...parts, phones: this }
  }

  /** Creates the phones of the state, and connects the phones that were online. */
  restore(): void {
    for (const account of this.world.directory.all())
      this.phones.set(account.phone, new Phone(this.world, account.phone))
    for (const phone of this.phones.values()) if (phone.account.online) phone.connect()
  }

  /**
   * Returns the phone of a number.
   * @throws SandboxError `unknown_phone`
   */
  get(number: string): Phone {
    const phone = this.phones.get(number)
    if (!phone)
      throw new SandboxError(
        'unknown_phone',
        `There is no phone ${number}. Create the phone with POST /phones.`,
      )
    return phone
  }

  all(): Phone[] {
    return [...this.phones.values()]
  }

  /** Creates a phone with an account. An existing phone is returned, and renamed if a name is given. */
  async create(number: string, name: string | undefined): Promise<Phone> {
    const existing = this.phones.get(number)
    if (existing) {
      if (name !== undefined) await existing.rename(name)
      return existing
    }
    this.world.directory.create(number, name ?? `Phone ${number}`)
    const phone = new Phone(this.world, number)
    this.phones.set(number, phone)
    phone.connect()
    return phone
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((phone) => phone.close()))
  }
}
