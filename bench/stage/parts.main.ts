import { startDatabase } from '#local/database/index.ts'
import { Shutdown } from '#local/process/index.ts'
import { startQStash } from '#local/qstash/index.ts'
import { startSqs } from '#local/queues/index.ts'
import { startRedis } from '#local/redis/index.ts'
import { answerAsks } from './asks.ts'
import { startCountingProxies } from './statements.ts'

/** Runs the stand-ins of Neon, SQS, QStash and Upstash in a process, because they are not part of the gateway in the cloud. */
const PARTITIONS = 16
const folder = process.env.BENCH_FOLDER ?? ''
const shutdown = new Shutdown()
const stop = () => void shutdown.run().finally(() => process.exit(0))
process.on('disconnect', stop)
process.on('SIGTERM', stop)

const database = await startDatabase({ folder, partitions: PARTITIONS, unsafe: true })
shutdown.add(database.stop)
const proxies = startCountingProxies(Number(new URL(database.environment.DATABASE_URL).port))
shutdown.add(proxies.close)
const sqs = await startSqs(PARTITIONS)
shutdown.add(sqs.stop)
const qstash = await startQStash({ stateFile: `${folder}/qstash.jsonl` })
shutdown.add(qstash.stop)
const redis = await startRedis()
shutdown.add(redis.stop)

answerAsks({
  environment: async (client: string) => ({
    ...sqs.environment,
    ...qstash.environment,
    ...redis.environment,
    DATABASE_URL: database.environment.DATABASE_URL,
    VESPER_DATABASE_PROXY: await proxies.address(client),
  }),
  counted: () => proxies.counted,
})
process.send?.('started')
