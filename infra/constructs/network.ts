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
/** A subnet has 4,091 addresses, and a connector takes one. */
const SUBNET_MASK = 20

/**
 * The connectors' network: two zones, no inbound traffic, and a gateway endpoint for S3. Public subnets avoid a NAT gateway,
 * which costs more than a connector. Private subnets are for accounts whose rules require them.
 */
export class Network extends Construct {
  readonly vpc: IVpc
  readonly securityGroup: SecurityGroup
  readonly subnetType: SubnetType

  constructor(scope: Construct, id: string, props: { nat: boolean; logDays: number }) {
    super(scope, id)
    this.subnetType = props.nat ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PUBLIC
    const subnets = [
      { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false, cidrMask: SUBNET_MASK },
      {
        name: 'private',
        subnetType: SubnetType.PRIVATE_WITH_EGRESS,
        cidrMask: SUBNET_MASK,
        // The addresses are reserved without NAT, so that `nat` can change on a running deployment.
        reserved: !props.nat,
      },
    ]
    this.vpc = new Vpc(this, 'Vpc', {
      maxAzs: ZONES,
      natGateways: props.nat ? 1 : 0,
      subnetConfiguration: subnets,
      // No resource uses the default group. To empty it, the CDK would deploy a function with permissions on all groups.
      restrictDefaultSecurityGroup: false,
      gatewayEndpoints: { S3: { service: GatewayVpcEndpointAwsService.S3 } },
      // The types of the CDK do not compile under exactOptionalPropertyTypes.
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
