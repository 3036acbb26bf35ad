import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest test files, in descending order. */
const LONGEST = [
  'e2e/contract',
  'shared/media/prepare/prepare',
  'e2e/crash',
  'e2e/bench',
  'e2e/chaos',
  'e2e/sending',
  'e2e/failover',
  'e2e/order',
  'e2e/sessions',
  'e2e/receiving',
  'connector/connectLimiter',
  'e2e/chatbotParity',
  'e2e/groups',
  'e2e/mediaSent',
  'infra/build/bundle',
  'e2e/hostile',
  'e2e/examples',
  'e2e/mediaReceived',
  'e2e/webhookFlood',
  'e2e/lambdaEvents',
  'e2e/denials',
  'e2e/denialsConnector',
  'functions/api/openapi/documents',
  'e2e/outcome',
  'e2e/erasing',
  'e2e/kinds',
  'e2e/campaignPace',
  'e2e/rateLimitClient',
  'e2e/chatbotApi',
  'e2e/databaseOutcome',
  'e2e/bodies',
  'local/qstash/publish',
  'e2e/outbox',
  'e2e/connectorBundle',
  'e2e/support/openapi/findFaults',
  'e2e/chatbotCalls',
  'e2e/deliveryBacklog',
  'shared/domain/broadcast/csv',
  'local/qstash/restart',
  'sandbox/groups',
  'e2e/api',
  'e2e/tenants',
  'e2e/isolation',
  'e2e/answerSizes',
  'sandbox/sandbox',
  'e2e/preparation',
  'e2e/webhooks',
  'shared/media/prepare/limits',
  'e2e/chatbotRuns',
  'e2e/databaseLimits',
  'e2e/campaigns',
  'e2e/chatbot',
  'connector/partition/consumer',
  'e2e/groupApi',
  'e2e/deletion',
  'e2e/caps',
  'e2e/bundles',
  'e2e/deliveries',
  'e2e/broadcast',
  'e2e/history',
  'shared/media/stores/memory',
  'infra/stacks/stacks',
  'sandbox/media/media',
].map((name) => `/${name}.test.ts`)

/**
 * Starts the longest files first, so that no worker runs a long one after the others have ended. vitest knows durations only
 * after a run. In a fresh clone it sorts by size, but our longest tests are in small files.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((file) => moduleId.endsWith(file))
      return place === -1 ? LONGEST.length : place
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}
