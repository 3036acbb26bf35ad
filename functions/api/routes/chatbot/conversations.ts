import { z } from 'zod'
import {
  conversationFilter,
  conversationSchema,
  lineSchema,
  listRuns,
  listTranscript,
  steerRun,
} from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { pageQuery } from '../shared.ts'
import { flowParam } from './shared.ts'

export const listConversationsRoute = defineRoute({
  id: 'chatbot.listConversations',
  method: 'get',
  path: '/chatbot/flows/{flowId}/sessions',
  scope: 'read',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Get flow conversation history',
  description: 'Lists conversations with the last lines of their transcripts, newest first.',
  params: flowParam,
  query: pageQuery.extend(conversationFilter.shape),
  data: conversationSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listRuns({ ctx, input: { ...query, ...params } }),
})

const runParams = flowParam.extend({
  runId: z.string().meta({ description: 'Conversation ID', example: 'frn_4fG7hJ2kL9mNpQrSt5vW' }),
})

export const listTranscriptRoute = defineRoute({
  id: 'chatbot.listTranscript',
  method: 'get',
  path: '/chatbot/flows/{flowId}/sessions/{runId}/transcript',
  scope: 'read',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Get the transcript of a conversation, oldest line first',
  description: 'Lists all lines: received and sent messages, calls of your servers, and steps.',
  params: runParams,
  query: pageQuery,
  data: lineSchema,
  list: true,
  errors: ['NOT_FOUND'],
  handle: ({ ctx, params, query }) => listTranscript({ ctx, input: { ...query, ...params } }),
})

export const steerConversationRoute = defineRoute({
  id: 'chatbot.steerConversation',
  method: 'post',
  path: '/chatbot/flows/{flowId}/sessions/{runId}',
  scope: 'send',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Pause, resume or end a conversation',
  description:
    '`pause` silences the bot, as a message from the phone does. `resume` continues at the same step. `end` sends no message. An ended ' +
    'conversation is a conflict.',
  params: runParams,
  body: z.strictObject({
    action: z.enum(['pause', 'resume', 'end']).meta({
      description:
        '`pause`: silence the bot. `resume`: continue at the same step. `end`: end the conversation',
      example: 'pause',
    }),
  }),
  example: { action: 'pause' },
  data: conversationSchema,
  errors: ['NOT_FOUND', 'CONFLICT'],
  handle: ({ ctx, params, body }) => steerRun({ ctx, input: { ...body, ...params } }),
})
