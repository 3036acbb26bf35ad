import type { Route } from '../../route.ts'
import { listConversationsRoute, listTranscriptRoute, steerConversationRoute } from './conversations.ts'
import { createFlowRoute } from './createFlow.ts'
import { deleteFlowRoute } from './deleteFlow.ts'
import { duplicateFlowRoute } from './duplicateFlow.ts'
import { getFlowRoute } from './getFlow.ts'
import { getStatsRoute } from './getStats.ts'
import { listFlowsRoute } from './listFlows.ts'
import { publishFlowRoute, unpublishFlowRoute } from './publishFlow.ts'
import { simulateFlowRoute } from './simulateFlow.ts'
import { addStepRoute, arrangeStepsRoute, deleteStepRoute, updateStepRoute } from './steps.ts'
import { updateFlowRoute } from './updateFlow.ts'

/** Routes of flows, their steps and their conversations. */
export const chatbotRoutes: readonly Route[] = [
  createFlowRoute,
  listFlowsRoute,
  getFlowRoute,
  updateFlowRoute,
  deleteFlowRoute,
  publishFlowRoute,
  unpublishFlowRoute,
  duplicateFlowRoute,
  // Precedes the route that would match `batch` as an id.
  arrangeStepsRoute,
  addStepRoute,
  updateStepRoute,
  deleteStepRoute,
  simulateFlowRoute,
  listConversationsRoute,
  listTranscriptRoute,
  steerConversationRoute,
  getStatsRoute,
]
