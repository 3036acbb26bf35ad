/** Matches characters that need no escape in a URL. No segment may be `.` or `..` or begin with a dot. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/

const MAX_LENGTH = 512

export class BadMediaKey extends Error {
  constructor() {
    super(
      'A media key must consist of letters, digits, "_", "-" and "." in segments that do not begin with a dot.',
    )
    this.name = 'BadMediaKey'
  }
}

/** Checks a media key.
 * @throws BadMediaKey if the key is invalid */
export function assertKey(key: string): void {
  if (key.length > MAX_LENGTH || !KEY.test(key)) throw new BadMediaKey()
}
