import type { Route } from '../../route.ts'
import { checkContactsRoute } from './checkContacts.ts'
import { getContactPictureRoute } from './getContactPicture.ts'
import { listContactsRoute } from './listContacts.ts'
import { setPresenceRoute } from './setPresence.ts'

/** Routes of contacts and presence. */
export const contactRoutes: readonly Route[] = [
  setPresenceRoute,
  listContactsRoute,
  checkContactsRoute,
  getContactPictureRoute,
]
