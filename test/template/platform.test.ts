import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/model/config.ts'
import { Failure } from '../../src/model/failure.ts'
import type { Json } from '../../src/model/json.ts'
import { platformRequest, type PlatformSurroundings } from '../../src/template/platform.ts'
import { isAfter, property, resources } from './document.ts'
import { certificateArn, domain, plain, region, site, withDomain, zones } from './example.ts'

const surroundings: PlatformSurroundings = { region, zones, secrets: [] }
const http = platformRequest(plain, surroundings)
const https = platformRequest(withDomain, { ...surroundings, site })

describe('input -> property', () => {
  test.each<[string, Partial<Config>, string, Json]>([
    ['name', { name: 'pay' }, 'Cluster.ClusterName', 'pay-cluster'],
    ['name', { name: 'pay' }, 'LogGroup.LogGroupName', '/ecs/pay-app'],
    ['name', { name: 'pay' }, 'Vpc.Tags.0.Value', 'pay-vpc'],
    ['repository', { repository: 'team/pay' }, 'Repository.RepositoryName', 'team/pay'],
    ['vpc-cidr', { network: { ...plain.network, use: 'own', vpcCidr: '10.9.0.0/16' } }, 'Vpc.CidrBlock', '10.9.0.0/16'],
    [
      'vpc-cidr',
      { network: { ...plain.network, use: 'own', vpcCidr: '10.9.0.0/16' } },
      'SubnetA.CidrBlock',
      '10.9.0.0/20'
    ],
    [
      'vpc-cidr',
      { network: { ...plain.network, use: 'own', vpcCidr: '10.9.0.0/16' } },
      'SubnetB.CidrBlock',
      '10.9.16.0/20'
    ],
    ['log-retention-days', { logs: { retentionDays: 7, failureLines: 50 } }, 'LogGroup.RetentionInDays', 7]
  ])('%s -> %#', (_, change, path, value) => {
    const request = platformRequest({ ...plain, ...change }, surroundings)
    expect(property(request, path)).toEqual(value)
    expect(request.fingerprint).not.toBe(http.fingerprint)
  })

  test('log-retention-days: never', () => {
    const request = platformRequest({ ...plain, logs: { retentionDays: 'never', failureLines: 50 } }, surroundings)
    expect(property(request, 'LogGroup')).toEqual({ LogGroupName: '/ecs/shop-app' })
  })

  test('tags go to the stack, with ours', () => {
    expect(platformRequest({ ...plain, tags: { team: 'checkout' } }, surroundings).tags).toEqual({
      team: 'checkout',
      'slipway:name': 'shop',
      'slipway:stack': 'shop-platform'
    })
  })
})

describe('what is not asked for stays as the guide has it, or better', () => {
  test.each<[string, Json]>([
    ['Repository.ImageTagMutability', 'IMMUTABLE_WITH_EXCLUSION'],
    ['Repository.ImageTagMutabilityExclusionFilters.0.ImageTagMutabilityExclusionFilterValue', 'latest'],
    ['Repository.ImageScanningConfiguration.ScanOnPush', true],
    ['LoadBalancer.Scheme', 'internet-facing'],
    [
      'LoadBalancer.LoadBalancerAttributes.1',
      { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' }
    ],
    ['TaskSecurityGroup.SecurityGroupIngress.0.SourceSecurityGroupId', { Ref: 'BalancerSecurityGroup' }],
    ['HttpListener.DefaultActions.0.FixedResponseConfig.StatusCode', '503'],
    ['Vpc.EnableDnsHostnames', true],
    ['LogGroup.RetentionInDays', 30]
  ])('%s', (path, value) => {
    expect(property(http, path)).toEqual(value)
  })

  test('images of kept revisions are matched first, and only the others are few', () => {
    const text = property(http, 'Repository.LifecyclePolicy.LifecyclePolicyText')
    const { rules } = JSON.parse(text as string) as { readonly rules: readonly unknown[] }
    expect(rules).toMatchObject([
      { rulePriority: 1, selection: { tagStatus: 'tagged', tagPrefixList: ['kept-'], countNumber: 1000 } },
      { rulePriority: 2, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 } }
    ])
  })

  test.each(['Repository', 'LogGroup'])('%s outlives the stack', (name) => {
    expect(resources(http)[name]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
  })

  test('nothing that a replacement would have to share a name with has one (F0.10)', () => {
    for (const path of [
      'LoadBalancer.Name',
      'ExecutionRole.RoleName',
      'TaskRole.RoleName',
      'TaskSecurityGroup.GroupName'
    ])
      expect(property(http, path)).toBeUndefined()
  })
})

describe('with a domain', () => {
  test('HTTP redirects and HTTPS waits for the service', () => {
    expect(property(https, 'HttpListener.DefaultActions.0')).toEqual({
      Type: 'redirect',
      RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' }
    })
    expect(property(https, 'HttpsListener.DefaultActions.0.FixedResponseConfig.StatusCode')).toBe('503')
    expect(property(https, 'HttpsListener.SslPolicy')).toBe('ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09')
  })

  test('the certificate covers each name and is validated in the zone', () => {
    const validated = (name: string) => ({ DomainName: name, HostedZoneId: { Ref: 'HostedZoneId' } })
    expect(property(https, 'Certificate')).toEqual({
      DomainName: 'shop.example',
      SubjectAlternativeNames: ['www.shop.example'],
      KeyAlgorithm: 'RSA_2048',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [validated('shop.example'), validated('www.shop.example')]
    })
    expect(https.parameters).toEqual({ ZoneA: 'eu-west-1a', ZoneB: 'eu-west-1b', HostedZoneId: 'Z0SHOP' })
  })

  test('has one name with www: false', () => {
    const request = platformRequest(withDomain, { ...surroundings, site: { ...site, names: ['shop.example'] } })
    expect(property(request, 'Certificate.SubjectAlternativeNames')).toBeUndefined()
    expect(property(request, 'Certificate.DomainValidationOptions')).toHaveLength(1)
  })

  test('certificate-arn is used in place of a certificate of ours, and no zone is asked for', () => {
    const request = platformRequest({ ...plain, frontDoor: { ...domain, certificateArn } }, { ...surroundings, site })
    expect(property(request, 'HttpsListener.Certificates')).toEqual([{ CertificateArn: certificateArn }])
    expect(resources(request)).not.toHaveProperty('Certificate')
    expect(request.parameters).toEqual({ ZoneA: 'eu-west-1a', ZoneB: 'eu-west-1b' })
  })

  test('neither a zone nor a certificate is a failure', () => {
    const nowhere = { names: site.names, url: site.url }
    expect(() => platformRequest(withDomain, { ...surroundings, site: nowhere })).toThrow(
      'A certificate for shop.example and www.shop.example needs a hosted zone, and none is known.'
    )
  })
})

describe('the execution role reads what tasks use and nothing else', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/api-AbCdEf'

  test('and so secrets, without a key', () => {
    const request = platformRequest(plain, { ...surroundings, secrets: [`${arn}:key::`] })
    expect(property(request, 'ReadSecrets.PolicyDocument.Statement')).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: [arn] }
    ])
    expect(resources(request)).not.toHaveProperty('ReadParameters')
  })

  test('and so parameters', () => {
    const request = platformRequest(plain, { ...surroundings, secrets: ['/shop/key'] })
    expect(property(request, 'ReadParameters.PolicyDocument.Statement.0.Action')).toBe('ssm:GetParameters')
    expect(property(request, 'ReadParameters.PolicyDocument.Statement.0.Resource')).toHaveLength(1)
    expect(resources(request)).not.toHaveProperty('ReadSecrets')
  })

  test('and so nothing, where there is neither', () => {
    expect(Object.keys(resources(http)).filter((name) => name.startsWith('Read'))).toEqual([])
  })

  test('the order in which they are found changes nothing', () => {
    const one = platformRequest(plain, { ...surroundings, secrets: ['/a', arn, '/b'] })
    const other = platformRequest(plain, { ...surroundings, secrets: ['/b', '/a', arn, '/a'] })
    expect(other).toEqual(one)
  })
})

describe('order (F1.20)', () => {
  test.each([
    ['DefaultRoute', 'GatewayAttachment'],
    ['LoadBalancer', 'GatewayAttachment'],
    ['HttpsListener', 'Certificate'],
    ['HttpsListener', 'LoadBalancer'],
    ['HttpListener', 'LoadBalancer'],
    ['RoutesOfSubnetA', 'RouteTable'],
    ['RoutesOfSubnetB', 'SubnetB']
  ])('%s comes after %s', (later, earlier) => {
    expect(isAfter(https, later, earlier)).toBe(true)
    expect(isAfter(https, earlier, later)).toBe(false)
  })
})

describe('zones', () => {
  test('are parameters, so that they stay once chosen', () => {
    expect(http.parameters).toEqual({ ZoneA: 'eu-west-1a', ZoneB: 'eu-west-1b' })
    expect(property(http, 'SubnetA.AvailabilityZone')).toEqual({ Ref: 'ZoneA' })
    expect(property(http, 'SubnetB.AvailabilityZone')).toEqual({ Ref: 'ZoneB' })
  })

  test('must be two', () => {
    const few = () => platformRequest(plain, { ...surroundings, zones: ['eu-west-1a'] })
    expect(few).toThrow(Failure)
    expect(few).toThrow('Region eu-west-1 offers 1 availability zones')
  })
})
