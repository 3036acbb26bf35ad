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
  { finding: 8, steps: ['presence: a subscriber sees a change', 'group: typing'] },
  { finding: 'client', steps: ['poll: between two clients, with a vote'] },
]
