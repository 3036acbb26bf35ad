import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { z } from 'zod'
import { FUNCTIONS, PROJECT_FOLDER } from '../../build/bundle.ts'
import { namesOf } from '../../names.ts'
import { readSettings } from '../../settings.ts'
import { DataStack } from '../dataStack.ts'
import { addEdgeStack, type EdgeStack } from '../edgeStack.ts'
import { GatewayStack } from '../gatewayStack.ts'

/** A resource of a template. */
export interface Resource {
  Type: string
  // Assertions read properties of all resource types. A missing property fails the expectation.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  Properties: any
  DependsOn?: string[]
  DeletionPolicy?: string
}

export interface Synth {
  app: App
  data: DataStack
  gateway: GatewayStack
  /** Unset without the edge. */
  edge: EdgeStack | undefined
  edgeTemplate: Template | undefined
  dataTemplate: Template
  template: Template
  /** Finds the resources of a type by their logical ids. */
  find(type: string, where?: Template): Record<string, Resource>
}

const known = new Map<string, Synth>()

/** Returns the stacks with the default settings. */
export const standard = (): Synth => synthesize()

/** Returns the stacks of the large size, whose fleet scales. */
export const large = (): Synth => synthesize({ size: 'large' })

/**
 * Synthesizes the stacks with a context, once for each context.
 * @param more.bundles the folder of the functions' bundles; without it, the bundles are empty files
 */
export function synthesize(
  context: Record<string, unknown> = {},
  more: { running?: number; bundles?: string; synthesizedAt?: string } = {},
): Synth {
  const key = JSON.stringify([context, more])
  const synth = known.get(key) ?? synthesizeOnce(context, more)
  known.set(key, synth)
  return synth
}

function synthesizeOnce(
  context: Record<string, unknown>,
  more: { running?: number; bundles?: string; synthesizedAt?: string },
): Synth {
  const folder = mkdtempSync(path.join(tmpdir(), 'vesper-synth-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const bundles = more.bundles ?? makeBundles(path.join(folder, 'bundles'))
  const app = new App({
    outdir: path.join(folder, 'cdk.out'),
    context: { ...flags(), ...context },
    builtinCloudFormationValidation: false,
  })
  const settings = readSettings(app.node)
  const names = namesOf(settings.stage)
  const data = new DataStack(app, names.dataStack, { settings })
  const gateway = new GatewayStack(app, names.gatewayStack, {
    settings,
    data,
    bundles,
    given: context,
    running: more.running ?? settings.connectorMin,
    synthesizedAt: more.synthesizedAt ?? '2026-11-30T10:00:00.000Z',
  })
  const edge = addEdgeStack(gateway, settings)
  const template = Template.fromStack(gateway)
  return {
    app,
    data,
    gateway,
    edge,
    edgeTemplate: edge && Template.fromStack(edge),
    template,
    dataTemplate: Template.fromStack(data),
    find: (type, where = template) => where.findResources(type) as unknown as Record<string, Resource>,
  }
}

function makeBundles(folder: string): string {
  for (const name of FUNCTIONS) {
    mkdirSync(path.join(folder, name), { recursive: true })
    writeFileSync(path.join(folder, name, 'index.mjs'), '')
  }
  return folder
}

/** Returns the feature flags of cdk.json. */
function flags(): Record<string, unknown> {
  const file = path.join(PROJECT_FOLDER, 'cdk.json')
  return z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(file, 'utf8'))).context
}
