/** Names of a gateway's stacks and resources. Two gateways of one account and region have different stages, and so no common name. */
export interface Names {
  dataStack: string
  gatewayStack: string
  /** The stack in us-east-1, which exists only with the edge. Also the name of the web ACL. */
  edgeStack: string
  /** The prefix of the command queues. The runtimes add the number of the partition. */
  commandQueues: string
  eventQueue: string
  /** The rule that invokes the sweeper each minute. The sweeper enables and disables it. */
  sweepRule: string
  /** CloudWatch's namespace of the metrics. */
  metrics: string
}

/** @param stage the setting `stage`; unset for the only gateway of an account and region */
export function namesOf(stage: string | undefined): Names {
  const suffix = stage === undefined ? '' : `-${stage}`
  return {
    dataStack: `VesperData${suffix}`,
    gatewayStack: `VesperGateway${suffix}`,
    edgeStack: `VesperEdge${suffix}`,
    commandQueues: `vesper${suffix}-commands`,
    eventQueue: `vesper${suffix}-events`,
    sweepRule: `vesper${suffix}-sweeps`,
    metrics: stage === undefined ? 'VesperGateway' : `VesperGateway/${stage}`,
  }
}
