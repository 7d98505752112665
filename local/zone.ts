// The hosted zone that a team already has before its first deploy.
import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53'

/** @returns the zone's id, without its prefix. */
export async function createZone(endpoint: string, account: string, name: string): Promise<string> {
  const client = new Route53Client({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: account, secretAccessKey: 'local' }
  })
  const { HostedZone } = await client.send(
    new CreateHostedZoneCommand({ Name: name, CallerReference: `local-${name}` })
  )
  client.destroy()
  return (HostedZone?.Id ?? '').replace('/hostedzone/', '')
}
