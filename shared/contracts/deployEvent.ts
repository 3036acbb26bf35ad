/** A step of a deploy that changes the database. */
export type Step = 'schema' | 'partitions'

interface DeployProperties {
  step: Step
  /** Time of the synthesis of the template, in ISO 8601. */
  synthesizedAt: string
}

/** The part of a request of CloudFormation to a custom resource that the migration reads. */
export interface DeployEvent {
  RequestType: 'Create' | 'Update' | 'Delete'
  ResourceProperties: DeployProperties
  /** The properties before an update. */
  OldResourceProperties?: DeployProperties
}

/** Tells whether CloudFormation goes back to an earlier template. */
export function isRollback({ OldResourceProperties: old, ResourceProperties: now }: DeployEvent): boolean {
  return old !== undefined && old.synthesizedAt > now.synthesizedAt
}
