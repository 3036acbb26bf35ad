import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { PROJECT_FOLDER } from '../build/bundle.ts'

const outputsSchema = z.object({ VesperData: z.object({ SecretArn: z.string() }) })

/**
 * Deploys the data stack.
 * @param options arguments of the CDK: context, profile
 * @returns the ARN of the secret
 * @throws Error if the CDK fails
 */
export async function deployDataStack(options: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'vesper-setup-'))
  const outputs = path.join(folder, 'outputs.json')
  try {
    const cdk = spawn(
      path.join(PROJECT_FOLDER, 'node_modules/.bin/cdk'),
      [
        'deploy',
        'VesperData',
        '--exclusively',
        '--require-approval',
        'never',
        '--outputs-file',
        outputs,
        ...options,
      ],
      { cwd: PROJECT_FOLDER, stdio: ['ignore', 'inherit', 'inherit'] },
    )
    const [code] = await once(cdk, 'exit')
    if (code !== 0) throw new Error(`cdk deploy exited with code ${code}`)
    return outputsSchema.parse(JSON.parse(await readFile(outputs, 'utf8'))).VesperData.SecretArn
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
