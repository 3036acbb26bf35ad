import type { Route } from '../../route.ts'
import { erasePersonRoute } from './erasePerson.ts'
import { exportPersonRoute } from './exportPerson.ts'
import { getPersonRequestRoute } from './getPersonRequest.ts'
import { listPersonFilesRoute } from './listPersonFiles.ts'
import { listPersonRequestsRoute } from './listPersonRequests.ts'

/** Routes that export and erase one person. */
export const personRoutes: readonly Route[] = [exportPersonRoute, erasePersonRoute]

/** Routes that follow the exports and erasures. */
export const personRequestRoutes: readonly Route[] = [
  listPersonRequestsRoute,
  getPersonRequestRoute,
  listPersonFilesRoute,
]
