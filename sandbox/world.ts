import type { Logger } from 'pino'
import { Bundles } from './accounts/bundles.ts'
import { Directory } from './accounts/directory.ts'
import { Channels } from './channels/channels.ts'
import { Groups } from './groups/groups.ts'
import { type Media, type MediaOptions, startMedia } from './media/media.ts'
import { Pairing } from './pairing/pairing.ts'
import { Phones } from './phones/phones.ts'
import { Faults } from './server/faults.ts'
import { Mailboxes } from './server/mailbox.ts'
import { Presences } from './server/presences.ts'
import { Restrictions } from './server/restrictions.ts'
import { Sessions } from './server/session.ts'
import { Versions } from './server/versions.ts'
import { openState, type State } from './state/state.ts'
import { createServerKeys, type ServerKeys } from './transport/certificate.ts'

/** The parts of a running sandbox that other parts need. */
export interface World {
  log: Logger
  state: State
  serverKeys: ServerKeys
  directory: Directory
  bundles: Bundles
  groups: Groups
  channels: Channels
  mailboxes: Mailboxes
  faults: Faults
  sessions: Sessions
  presences: Presences
  /** The restrictions of each account. */
  restrictions: Restrictions
  /** The versions of WhatsApp Web. */
  versions: Versions
  /** The number of privacy tokens that each phone was issued, by phone number. */
  tokens: Map<string, number>
  pairing: Pairing
  phones: Phones
  media: Media
}

/** The named parts of a sandbox. */
export type Parts<Name extends keyof World> = Pick<World, Name>

/** Creates a world from the state file. A state without server keys gets new keys. */
export async function createWorld(options: {
  stateFile: string | undefined
  log: Logger
  qrRefs: number
  smallUploads: boolean
  media: Omit<MediaOptions, 'log'>
}): Promise<World> {
  const state = await openState(options.stateFile)
  const media = await startMedia(state, { ...options.media, log: options.log })
  const serverKeys = state.server.in('server').get('keys') ?? createServerKeys()
  state.server.in('server').set('keys', serverKeys)
  const parts = {
    log: options.log,
    state,
    serverKeys,
    directory: new Directory(state),
    bundles: new Bundles(state, options.smallUploads),
    groups: new Groups(state),
    channels: new Channels(state),
    mailboxes: new Mailboxes(state),
    faults: new Faults(),
    sessions: new Sessions(),
    presences: new Presences(),
    restrictions: new Restrictions(),
    versions: new Versions(),
    tokens: new Map<string, number>(),
    media,
  }
  const phones = new Phones(parts)
  const pairing = new Pairing({ ...parts, phones }, options.qrRefs)
  phones.restore()
  await state.flushed()
  return { ...parts, phones, pairing }
}
