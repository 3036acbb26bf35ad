import type { Route } from '../../route.ts'
import {
  cancelCampaignRoute,
  pauseCampaignRoute,
  resumeCampaignRoute,
  startCampaignRoute,
} from './campaigns/control.ts'
import { createCampaignRoute } from './campaigns/createCampaign.ts'
import { deleteCampaignRoute } from './campaigns/deleteCampaign.ts'
import { getCampaignRoute } from './campaigns/getCampaign.ts'
import { listCampaignsRoute } from './campaigns/listCampaigns.ts'
import { listCampaignRecipientsRoute } from './campaigns/listRecipients.ts'
import { createListRoute } from './lists/createList.ts'
import { deleteListRoute } from './lists/deleteList.ts'
import { getListRoute } from './lists/getList.ts'
import { listListsRoute } from './lists/listLists.ts'
import { listListRecipientsRoute } from './lists/listRecipients.ts'
import { updateListRoute } from './lists/updateList.ts'

/** Routes of recipient lists and campaigns. */
export const broadcastRoutes: readonly Route[] = [
  createListRoute,
  listListsRoute,
  getListRoute,
  listListRecipientsRoute,
  updateListRoute,
  deleteListRoute,
  createCampaignRoute,
  listCampaignsRoute,
  getCampaignRoute,
  listCampaignRecipientsRoute,
  startCampaignRoute,
  pauseCampaignRoute,
  resumeCampaignRoute,
  cancelCampaignRoute,
  deleteCampaignRoute,
]
