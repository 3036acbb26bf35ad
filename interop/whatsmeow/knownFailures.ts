/** Steps of the client that fail, because the sandbox differs from WhatsApp's server. interop/README.md lists the findings. */
export interface Finding {
  /** The number in interop/README.md, or `client` for a fault of whatsmeow. */
  finding: number | 'client'
  steps: string[]
}

export const KNOWN_FAILURES: Finding[] = [
  {
    finding: 3,
    steps: [
      "companions: a contact's client learns of a new one",
      "companions: a contact's client learns of removed ones",
    ],
  },
  {
    finding: 4,
    steps: [
      "app state: the phone's push name arrives",
      'presence: a client can come online after the pairing',
      'app state: mute, the first patch of its collection',
      'app state: pin, the first patch of its collection',
      'app state: push name, the first patch of its collection',
    ],
  },
  { finding: 5, steps: ['app state: a stale patch is a conflict'] },
  {
    finding: 7,
    steps: [
      'picture: read one of a phone',
      'picture: an unchanged one is not sent again',
      'group: the picture can be read',
    ],
  },
  { finding: 8, steps: ['presence: a subscriber sees a change', 'group: typing'] },
  {
    finding: 9,
    steps: [
      'contacts: an answer names the queried number',
      'picture: its id is in the user info',
      'business profile',
      'account: a QR code for contacts',
      'privacy: a setting is kept',
      'blocklist: read',
      'blocklist: block',
      'blocklist: a blocked account cannot write',
      'blocklist: unblock',
    ],
  },
  {
    finding: 10,
    steps: [
      'group: create with settings',
      'group: the creation says that the group is new',
      'group: an invitation tells about the group',
    ],
  },
  { finding: 11, steps: ['prekeys: the server says when few are left'] },
  {
    finding: 12,
    steps: [
      'connection: the backlog is announced',
      'connection: a passive client receives no backlog',
      'login: a temporary ban has a reason and an end',
    ],
  },
  { finding: 'client', steps: ['poll: between two clients, with a vote'] },
]
