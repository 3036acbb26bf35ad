export type { GivenSettings } from '../settingsFile.ts'
export { openSettingsFile } from '../settingsFile.ts'
export { type DeployOptions, deployGateway } from './deploy.ts'
export { parseTemplate, readDeployed } from './deployed.ts'
