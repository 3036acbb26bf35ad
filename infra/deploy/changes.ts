import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import type { GivenSettings } from '../settingsFile.ts'
import type { StackTemplate } from './deployed.ts'

/** Changes of a deploy to the resources of a stack. */
export interface Changes {
  created: number
  updated: number
  /** Resources that a deploy deletes or replaces, each as a line for the operator. */
  destructive: string[]
}

const DESTRUCTIVE: Partial<Record<ResourceImpact, string>> = {
  [ResourceImpact.WILL_DESTROY]: 'deletes',
  [ResourceImpact.WILL_ORPHAN]: 'leaves behind',
  [ResourceImpact.WILL_REPLACE]: 'replaces',
  [ResourceImpact.MAY_REPLACE]: 'may replace',
}
/** Types whose resources hold nothing and that each deploy may renew. */
const RENEWED = [
  'AWS::ECS::TaskDefinition',
  'AWS::ApiGatewayV2::Route',
  'AWS::Lambda::Permission',
  'AWS::Events::Rule',
]

/** Compares the template of a deployed stack with a new one. */
export function compareTemplates(deployed: StackTemplate, next: StackTemplate): Changes {
  const changes: Changes = { created: 0, updated: 0, destructive: [] }
  fullDiff(deployed, next).resources.forEachDifference((id, change) => {
    const type = change.oldResourceType ?? change.newResourceType ?? ''
    const verb = DESTRUCTIVE[change.changeImpact]
    if (change.isAddition) changes.created += 1
    else if (verb !== undefined && !(RENEWED.includes(type) && !change.isRemoval))
      changes.destructive.push(`${verb} ${type} ${id}`)
    else changes.updated += 1
  })
  return changes
}

/** Returns a line for each setting whose value a deploy changes. */
export function compareSettings(deployed: GivenSettings, next: GivenSettings): string[] {
  const names = [...new Set([...Object.keys(deployed), ...Object.keys(next)])].sort()
  return names
    .filter((name) => String(deployed[name]) !== String(next[name]))
    .map((name) => `${name}: ${shown(deployed[name])} → ${shown(next[name])}`)
}

function shown(value: unknown): string {
  return value === undefined ? 'default' : String(value)
}
