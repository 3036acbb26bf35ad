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
import { getBroadcastSettingsRoute } from './getSettings.ts'
import { createListRoute } from './lists/createList.ts'
import { deleteListRoute } from './lists/deleteList.ts'
import { getListRoute } from './lists/getList.ts'
import { listListsRoute } from './lists/listLists.ts'
import { listListRecipientsRoute } from './lists/listRecipients.ts'
import { updateListRoute } from './lists/updateList.ts'
import { addSuppressionsRoute } from './suppressions/addSuppressions.ts'
import { deleteSuppressionRoute } from './suppressions/deleteSuppression.ts'
import { listSuppressionsRoute } from './suppressions/listSuppressions.ts'
import { updateBroadcastSettingsRoute } from './updateSettings.ts'

/** Routes of recipient lists, campaigns and the suppression list. */
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
  addSuppressionsRoute,
  listSuppressionsRoute,
  deleteSuppressionRoute,
  getBroadcastSettingsRoute,
  updateBroadcastSettingsRoute,
]
