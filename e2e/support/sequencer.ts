import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes longest, the longest first. */
const LONGEST = [
  'broadcastCrash',
  'sessions',
  'webhookCrash',
  'chatbotRestart',
  'sending',
  'failover',
  'chaos',
  'receiving',
  'crash',
  'bench',
  'mediaReceived',
  'outbox',
  'webhookFlood',
  'groups',
  'broadcast',
].map((name) => `/e2e/${name}.test.ts`)

/**
 * Begins with what takes longest, so that no worker is left with it when the others have ended. vitest knows how long
 * files took only where they ran before; in a fresh clone it goes by their size, and our longest tests are our shortest files.
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
