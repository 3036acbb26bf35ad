import path from 'node:path'
import { Command, InvalidArgumentError } from 'commander'

const LAST_PORT = 65_535
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent']

const HELP = `
Connect a client to the printed WebSocket URL, then scan its QR code with a simulated phone:
  curl -X POST http://127.0.0.1:3001/phones -d '{"phone":"905551112233","name":"Ada"}'
  curl -X POST http://127.0.0.1:3001/phones/905551112233/scan -d '{"qr":"..."}'
Port 0 selects a free port. Ctrl-C stops the sandbox.`

/** The settings of one run of `vesper-sandbox`. */
export interface CommandOptions {
  host: string
  port: number
  mediaPort: number
  stateFile?: string
  mediaDir?: string
  caFile?: string
  logLevel: string
  json: boolean
}

/** Declares the options of `vesper-sandbox`. */
export function createCommand(output: { out(text: string): void; err(text: string): void }): Command {
  return new Command('vesper-sandbox')
    .description('Runs a WhatsApp server with simulated phones on this machine.')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the HTTP port of the control API and ws://', toPort, 3001)
    .option('--media-port <port>', 'the HTTPS port of the media server and wss://', toPort, 3002)
    .option(
      '--state-file <file>',
      'keep accounts, messages and keys in this file (default: in memory)',
      toPath,
    )
    .option('--media-dir <folder>', 'keep media files here (default: beside the state file)', toPath)
    .option('--ca-file <file>', 'write the certificate authority of the HTTPS port to this file', toPath)
    .option('--log-level <level>', `one of ${LOG_LEVELS.join(', ')}`, toLogLevel, 'warn')
    .option('--json', 'print the addresses as one line of JSON', false)
    .addHelpText('after', HELP)
    .configureOutput({ writeOut: output.out, writeErr: output.err })
    .exitOverride()
}

function toPort(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= LAST_PORT) return port
  throw new InvalidArgumentError(`Give a port from 0 to ${LAST_PORT}.`)
}

function toLogLevel(text: string): string {
  if (LOG_LEVELS.includes(text)) return text
  throw new InvalidArgumentError(`Give one of ${LOG_LEVELS.join(', ')}.`)
}

const toPath = (text: string) => path.resolve(text)
