import { CfnOutput, Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront'
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { EDGE_HEADER, EDGE_SECRET_KEY, EDGE_VALUE_LENGTH } from '#shared/contracts/edge.ts'
import { namesOf } from '../names.ts'
import type { Settings } from '../settings.ts'
import { suppressNag } from './suppressNag.ts'

/** Paths of static files. CloudFront caches them for as long as their `Cache-Control` says. The files of the console belong here. */
export const STATIC_PATHS = ['/docs/*', '/api/v1/docs/*']
/** The statuses of errors that CloudFront would cache for 10 s, also for other callers. */
const ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]
/** API Gateway answers after 30 s at the latest. */
const ORIGIN_TIMEOUT = Duration.seconds(35)

export interface EdgeProps {
  settings: Settings
  /** The address of API Gateway, with the scheme. */
  endpoint: string
  /** Encrypts the secret of the header. */
  key: IKey
  webAclArn: string
}

/**
 * CloudFront before the API: it passes all requests on, caches static files, and proves itself by a secret header. CloudFormation sets the
 * current value of the secret in each change of the distribution, and the rotation sets each new value.
 */
export class Edge extends Construct {
  readonly distribution: Distribution
  readonly secret: Secret
  /** The name of the firewall in CloudWatch. */
  readonly firewall: string
  /** The origin that clients call, without a trailing slash. */
  readonly origin: string

  constructor(scope: Construct, id: string, props: EdgeProps) {
    super(scope, id)
    const { domainName, edgeCertificateArn, stage } = props.settings
    this.firewall = namesOf(stage).edgeStack
    this.secret = new Secret(this, 'Secret', {
      description: 'Vesper Gateway: the header by which CloudFront proves itself',
      encryptionKey: props.key,
      generateSecretString: {
        secretStringTemplate: '{}',
        generateStringKey: EDGE_SECRET_KEY,
        passwordLength: EDGE_VALUE_LENGTH,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const common = this.#behavior(props.endpoint)
    this.distribution = new Distribution(this, 'Distribution', {
      comment: Stack.of(this).stackName,
      webAclId: props.webAclArn,
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(domainName !== undefined &&
        edgeCertificateArn !== undefined && {
          domainNames: [domainName],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', edgeCertificateArn),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
      defaultBehavior: { ...common, cachePolicy: CachePolicy.CACHING_DISABLED },
      additionalBehaviors: this.#staticFiles(common),
      errorResponses: ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
    })
    this.origin = `https://${domainName ?? this.distribution.distributionDomainName}`
    new CfnOutput(this, 'Target', { key: 'EdgeTarget', value: this.distribution.distributionDomainName })
    this.#suppress(domainName !== undefined)
  }

  #behavior(endpoint: string): BehaviorOptions {
    return {
      origin: new HttpOrigin(Fn.parseDomainName(endpoint), {
        customHeaders: { [EDGE_HEADER]: this.secret.secretValueFromJson(EDGE_SECRET_KEY).unsafeUnwrap() },
        readTimeout: ORIGIN_TIMEOUT,
      }),
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // API Gateway finds the API by the host, so that CloudFront must not pass the viewer's host. The policy adds CloudFront-Viewer-Address.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      // A redirect would let a client send its key without encryption first.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
    }
  }

  #staticFiles(common: BehaviorOptions): Record<string, BehaviorOptions> {
    const cachePolicy = new CachePolicy(this, 'StaticFiles', {
      comment: 'Vesper Gateway: files with a Cache-Control',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.days(1),
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    })
    return Object.fromEntries(STATIC_PATHS.map((path) => [path, { ...common, cachePolicy }]))
  }

  #suppress(hasDomain: boolean): void {
    suppressNag(this.distribution, 'CFR1', 'Customers may be in any country.')
    suppressNag(
      this.distribution,
      'CFR3',
      'The log of CloudFront would hold paths, which contain phone numbers. API Gateway logs the route of each request.',
    )
    if (!hasDomain)
      suppressNag(
        this.distribution,
        'CFR4',
        "CloudFront's own domain has a fixed security policy. A domain of the operator has TLS 1.2 at least.",
      )
  }
}
