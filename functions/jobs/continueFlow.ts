import { continueRun } from '#shared/domain/chatbot/index.ts'
import { defineJob } from './job.ts'

export const continueFlow = defineJob({
  name: 'continue-flow',
  handle: async (ctx, input) => ((await continueRun({ ctx, input })) === 'busy' ? 'again' : 'done'),
})
