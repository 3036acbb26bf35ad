import { describeOutcomes } from './support/describeOutcomes.ts'

describeOutcomes('PostgreSQL itself', (direct) => direct)
