import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest test files, in descending order. */
const LONGEST = [
  'e2e/crash',
  'e2e/contract',
  'e2e/failover',
  'shared/media/prepare/prepare',
  'e2e/bench',
  'e2e/bans',
  'e2e/sessions',
  'e2e/sending',
  'e2e/chaos',
  'infra/stacks/stacks',
  'e2e/mediaReceived',
  'e2e/denialsConnector',
  'e2e/spellings',
  'e2e/order',
  'e2e/bundles',
  'e2e/receiving',
  'e2e/persons',
  'e2e/personExports',
  'e2e/usernames',
  'e2e/preparation',
  'infra/build/permissions',
  'e2e/denials',
  'connector/fleet/rollingUpdate',
  'e2e/broadcast',
  'e2e/outcome',
  'e2e/databaseOutcome',
  'e2e/mediaSent',
  'sandbox/sandbox',
  'e2e/publicDocs',
  'e2e/isolation',
  'e2e/deletion',
  'sandbox/media/media',
  'e2e/answerSizes',
  'e2e/groupIdentity',
  'e2e/databaseLimits',
  'e2e/chatbotParity',
  'e2e/groupApi',
  'e2e/groups',
  'e2e/campaignPace',
  'e2e/campaigns',
  'e2e/secrets',
  'e2e/webhookApi',
  'infra/build/bundle',
  'e2e/rateLimitClient',
  'e2e/caps',
  'e2e/tenants',
  'e2e/webhooks',
  'e2e/messageKeys',
  'e2e/lambdaEvents',
  'e2e/history',
  'e2e/timers',
  'e2e/outage',
  'e2e/pruning',
  'e2e/examples',
  'e2e/chatbot',
  'e2e/chatbotRuns',
  'e2e/chatbotApi',
  'e2e/hostile',
  'e2e/erasing',
  'e2e/strictInput',
  'e2e/kinds',
  'e2e/plan',
  'e2e/connectorBundle',
  'e2e/suppressions',
  'sandbox/channels',
  'shared/media/prepare/limits',
  'e2e/webhookFlood',
  'functions/api/openapi/components',
  'e2e/channels',
  'shared/media/stores/memory',
  'e2e/deliveries',
  'e2e/lateChanges',
  'sandbox/control/network',
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
