/** CloudFront takes firewalls and certificates of this region only. */
export const EDGE_REGION = 'us-east-1'
