// Our connection to an AWS that is mocked at the SDK's edge.
import { connect, type Aws } from '../../src/aws/connect.ts'

export const aws = (region = 'eu-west-1', more: { readonly cloudFormationRoleArn?: string } = {}): Aws =>
  connect({
    ...more,
    region,
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    proxyEnvironment: {},
    userAgent: 'slipway'
  })

/** An error as the SDK throws it. */
export const awsError = (name: string, message: string, httpStatusCode = 400): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } })
