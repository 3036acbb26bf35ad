import { RemovalPolicy } from 'aws-cdk-lib'
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  type IVpc,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'

const ZONES = 2

/**
 * Where connectors run: two zones, nothing may enter, S3 by a way of its own. Public subnets need no NAT gateway, which costs more
 * than a connector; private ones are for those whose rules ask for them.
 */
export class Network extends Construct {
  readonly vpc: IVpc
  readonly securityGroup: SecurityGroup
  readonly subnetType: SubnetType

  constructor(scope: Construct, id: string, props: { nat: boolean; logDays: number }) {
    super(scope, id)
    this.subnetType = props.nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PUBLIC
    const publicSubnets = { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false }
    const privateSubnets = { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS }
    this.vpc = new Vpc(this, 'Vpc', {
      maxAzs: ZONES,
      natGateways: props.nat ? 1 : 0,
      subnetConfiguration: props.nat ? [publicSubnets, privateSubnets] : [publicSubnets],
      // Nobody is a member of the default group; emptying it would take a function with rights over all groups.
      restrictDefaultSecurityGroup: false,
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
      // The CDK's own types do not hold under exactOptionalPropertyTypes.
    }) as IVpc
    const logs = new LogGroup(this, 'Rejected', {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.vpc.addFlowLog('Rejected', {
      destination: FlowLogDestination.toCloudWatchLogs(logs),
      trafficType: FlowLogTrafficType.REJECT,
    })
    this.securityGroup = new SecurityGroup(this, 'Connector', {
      vpc: this.vpc,
      description: 'Vesper connectors: nothing enters',
      allowAllOutbound: true,
    })
  }
}
