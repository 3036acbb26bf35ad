import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest test files, in descending order. */
const LONGEST = [
  'e2e/failover',
  'e2e/crash',
  'e2e/contract',
  'e2e/denialsConnector',
  'e2e/sessions',
  'e2e/bans',
  'e2e/bench',
  'shared/media/prepare/prepare',
  'e2e/preparation',
  'e2e/order',
  'e2e/sending',
  'e2e/outcome',
  'e2e/mediaReceived',
  'infra/stacks/stacks',
  'e2e/denials',
  'e2e/receiving',
  'e2e/chaos',
  'e2e/deletion',
  'e2e/databaseOutcome',
  'e2e/databaseLimits',
  'e2e/rateLimitClient',
  'e2e/bundles',
  'e2e/broadcast',
  'e2e/answerSizes',
  'e2e/groups',
  'infra/build/permissions',
  'e2e/groupIdentity',
  'functions/api/openapi/components',
  'e2e/campaigns',
  'sandbox/sandbox',
  'functions/api/openapi/documents',
  'e2e/campaignPace',
  'e2e/usernames',
  'shared/domain/broadcast/csv',
  'e2e/secrets',
  'e2e/chatbotParity',
  'sandbox/media/media',
  'infra/build/bundle',
  'e2e/webhooks',
  'e2e/groupApi',
  'e2e/bodies',
  'e2e/isolation',
  'e2e/examples',
  'e2e/connectorBundle',
  'connector/partition/consumer',
  'functions/rotate/rotate',
  'e2e/pruning',
  'e2e/spellings',
  'e2e/tenants',
  'e2e/messageKeys',
  'e2e/history',
  'e2e/chatbotRuns',
  'sandbox/groups',
  'e2e/hostile',
  'connector/fleet/rollingUpdate',
  'e2e/chatbot',
  'infra/build/npmStart/freshBuild',
  'e2e/chatbotApi',
  'e2e/outbox',
  'e2e/publicDocs',
  'e2e/quickstart',
  'shared/media/stores/memory',
  'connector/whatsapp/content/everyKind',
  'e2e/kinds',
  'sandbox/command/run',
  'e2e/erasing',
  'e2e/deliveries',
  'e2e/persons',
  'e2e/caps',
  'e2e/api',
  'e2e/optOut',
  'local/qstash/publish',
  'local/qstash/flowControl',
  'e2e/deliveryBatch',
  'shared/media/prepare/limits',
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
