import { z } from 'zod'
import {
  addStep,
  arrangement,
  arrangeSteps,
  deleteStep,
  stepInput,
  stepPatch,
  stepSchema,
  updateStep,
} from '#shared/domain/chatbot/index.ts'
import { defineRoute } from '../../route.ts'
import { deletedSchema } from '../shared.ts'
import { flowParam, stepParams } from './shared.ts'

export const addStepRoute = defineRoute({
  id: 'chatbot.addStep',
  method: 'post',
  path: '/chatbot/flows/{flowId}/steps',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Add a step to a flow',
  description:
    'docs/chatbot.md describes the `config` of each type. In a flow that has never had a connection, the steps follow each other ' +
    'in the order in which they were added.',
  params: flowParam,
  body: stepInput,
  example: { type: 'send_text', name: 'Greeting', config: { message: 'Hello {{contact.name|there}}!' } },
  status: 201,
  data: stepSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, body }) => addStep({ ctx, input: { ...body, ...params } }),
})

export const updateStepRoute = defineRoute({
  id: 'chatbot.updateStep',
  method: 'update',
  path: '/chatbot/flows/{flowId}/steps/{stepId}',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Update a step',
  description: 'Omitted fields stay unchanged. `config` and `connections` are replaced as a whole.',
  params: stepParams,
  body: stepPatch,
  example: { config: { message: 'Hello {{contact.name|there}}!' } },
  data: stepSchema,
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, body }) => updateStep({ ctx, input: { ...body, ...params } }),
})

export const deleteStepRoute = defineRoute({
  id: 'chatbot.deleteStep',
  method: 'delete',
  path: '/chatbot/flows/{flowId}/steps/{stepId}',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Delete a step',
  description:
    'The connections to the step are deleted, too. A deleted first step makes the earliest other step the first.',
  params: stepParams,
  data: deletedSchema,
  errors: ['NOT_FOUND'],
  handle: async ({ ctx, params }) => {
    await deleteStep({ ctx, input: params })
    return { id: params.stepId, deleted: true }
  },
})

export const arrangeStepsRoute = defineRoute({
  id: 'chatbot.arrangeSteps',
  method: 'update',
  path: '/chatbot/flows/{flowId}/steps/batch',
  scope: 'manage',
  reach: 'app',
  tag: 'Chatbot',
  summary: 'Batch update positions & connections',
  description: 'Either all updates take effect, or none.',
  params: flowParam,
  body: arrangement,
  example: { steps: [{ id: 'stp_4fG7hJ2kL9mNpQrSt5vW', position: { x: 120, y: 80 } }] },
  data: z
    .object({
      steps: z
        .array(stepSchema)
        .meta({ description: 'All steps of the flow', example: [stepSchema.meta()?.example] }),
    })
    .meta({
      id: 'ArrangedSteps',
      description: 'The steps of a flow after an arrangement',
      example: { steps: [stepSchema.meta()?.example] },
    }),
  errors: ['NOT_FOUND', 'LIMIT_EXCEEDED'],
  handle: ({ ctx, params, body }) => arrangeSteps({ ctx, input: { ...body, ...params } }),
})
