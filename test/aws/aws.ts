// Our connection to an AWS that is mocked at the SDK's edge.
import type { ConnectOptions } from '../../src/aws/clients.ts'
import { connectAll, type Aws } from '../../src/aws/connect.ts'

/** One region alone. */
export const connect = ({ region, ...options }: ConnectOptions & Role): Aws => connectAll([region], options)[0]

interface Role {
  readonly cloudFormationRoleArn?: string
}

export const aws = (region = 'eu-west-1', more: Role = {}): Aws =>
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
