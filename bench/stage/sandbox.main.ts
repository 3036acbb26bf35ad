import { startSandbox } from 'vesper-sandbox'
import { answerAsks } from './asks.ts'

/** Runs the sandbox in a process, which gateway and baseline share. */
const sandbox = await startSandbox({ port: 0 })
const stop = () => void sandbox.close().finally(() => process.exit(0))
process.on('disconnect', stop)
process.on('SIGTERM', stop)

const { close: _, ...facts } = sandbox
answerAsks({ facts: () => facts })
process.send?.('started')
