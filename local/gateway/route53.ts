// Route 53 names its calls by method and path only.
const routes: readonly (readonly [string, RegExp, string])[] = [
  ['POST', /^hostedzone\/[^/]+\/rrset$/, 'ChangeResourceRecordSets'],
  ['GET', /^hostedzone\/[^/]+\/rrset$/, 'ListResourceRecordSets'],
  ['GET', /^hostedzonesbyname$/, 'ListHostedZonesByName'],
  ['GET', /^hostedzonesbyvpc$/, 'ListHostedZonesByVPC'],
  ['GET', /^hostedzonecount$/, 'GetHostedZoneCount'],
  ['GET', /^hostedzone$/, 'ListHostedZones'],
  ['POST', /^hostedzone$/, 'CreateHostedZone'],
  ['GET', /^hostedzone\/[^/]+$/, 'GetHostedZone'],
  ['POST', /^hostedzone\/[^/]+$/, 'UpdateHostedZoneComment'],
  ['DELETE', /^hostedzone\/[^/]+$/, 'DeleteHostedZone'],
  ['GET', /^change\/[^/]+$/, 'GetChange'],
  ['GET', /^healthcheck$/, 'ListHealthChecks'],
  ['POST', /^healthcheck$/, 'CreateHealthCheck'],
  ['GET', /^healthcheck\/[^/]+$/, 'GetHealthCheck'],
  ['POST', /^healthcheck\/[^/]+$/, 'UpdateHealthCheck'],
  ['DELETE', /^healthcheck\/[^/]+$/, 'DeleteHealthCheck'],
  ['GET', /^tags\/[^/]+\/[^/]+$/, 'ListTagsForResource'],
  ['POST', /^tags\/[^/]+$/, 'ListTagsForResources'],
  ['POST', /^tags\/[^/]+\/[^/]+$/, 'ChangeTagsForResource'],
  ['GET', /^testdnsanswer$/, 'TestDNSAnswer']
]

export function route53Action(method: string, path: string): string {
  const rest = path.replace(/^\/2013-04-01\//, '').replace(/\/$/, '')
  return routes.find(([verb, form]) => verb === method && form.test(rest))?.[2] ?? `${method} ${path}`
}
