import path from 'node:path'
import { App, Tags, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { bundleFunction, FUNCTIONS, PROJECT_FOLDER } from './build/bundle.ts'
import { RUNNING_KEY } from './deploy/runningConnectors.ts'
import { namesOf } from './names.ts'
import { readSettings } from './settings.ts'
import { openSettingsFile } from './settingsFile.ts'
import { DataStack } from './stacks/dataStack.ts'
import { addEdgeStack } from './stacks/edgeStack.ts'
import { GatewayStack } from './stacks/gatewayStack.ts'

/** The deployed bundles are built here, from the working tree. The tests of the bundles run the same build. */
const bundles = path.join(PROJECT_FOLDER, 'dist/functions')
await Promise.all(FUNCTIONS.map((name) => bundleFunction(name, path.join(bundles, name))))

const app = new App()
const stored = openSettingsFile(app.node.tryGetContext('stage')).read() ?? {}
const settings = readSettings({ tryGetContext: (key) => app.node.tryGetContext(key) ?? stored[key] })
const names = namesOf(settings.stage)
const data = new DataStack(app, names.dataStack, {
  settings,
  description: 'Vesper Gateway: key, files, secret',
})
const gateway = new GatewayStack(app, names.gatewayStack, {
  settings,
  given: stored,
  data,
  bundles,
  running: Number(app.node.tryGetContext(RUNNING_KEY) ?? settings.connectorMin),
  synthesizedAt: new Date().toISOString(),
  description: 'Vesper Gateway: what runs',
})
addEdgeStack(gateway, settings)
Tags.of(app).add('application', 'vesper-gateway')
Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
app.synth()
