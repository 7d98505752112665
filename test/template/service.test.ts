import { describe, expect, test } from '@jest/globals'
import type { Config } from '../../src/model/config.ts'
import type { Json } from '../../src/model/json.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { isAfter, property, resources } from './document.ts'
import { domain, outputs, plain, region, site, withDomain } from './example.ts'

const http = serviceRequest(plain, { region, outputs })
const https = serviceRequest(withDomain, { region, outputs, site })
const withHealth = (health: Partial<Config['health']>) => ({ health: { ...plain.health, ...health } })

describe('input -> property', () => {
  test.each<[string, Partial<Config>, string, Json]>([
    ['name', { name: 'pay' }, 'Service.ServiceName', 'pay-service'],
    ['name', { name: 'pay' }, 'Service.TaskDefinition', 'pay-app'],
    ['name', { name: 'pay' }, 'Service.LoadBalancers.0.ContainerName', 'pay-container'],
    ['name', { name: 'pay' }, 'TargetGroup.Tags.0.Value', 'pay-target-group'],
    ['container-port', { task: { ...plain.task, containerPort: 5000 } }, 'Service.LoadBalancers.0.ContainerPort', 5000],
    ['health-check-path', withHealth({ path: '/healthz' }), 'TargetGroup.HealthCheckPath', '/healthz'],
    ['health-check-codes', withHealth({ codes: '200' }), 'TargetGroup.Matcher.HttpCode', '200'],
    [
      'health-check-interval-seconds',
      withHealth({ intervalSeconds: 30 }),
      'TargetGroup.HealthCheckIntervalSeconds',
      30
    ],
    ['health-check-interval-seconds', withHealth({ intervalSeconds: 5 }), 'TargetGroup.HealthCheckTimeoutSeconds', 4],
    ['health-check-grace-seconds', withHealth({ graceSeconds: 240 }), 'Service.HealthCheckGracePeriodSeconds', 240],
    [
      'deregistration-delay-seconds',
      withHealth({ deregistrationDelaySeconds: 300 }),
      'TargetGroup.TargetGroupAttributes.0.Value',
      '300'
    ],
    [
      'failure-threshold',
      { rollout: { ...plain.rollout, failureThreshold: 3 } },
      'Service.DeploymentConfiguration.DeploymentCircuitBreaker.ThresholdConfiguration.Value',
      3
    ]
  ])('%s -> %#', (_, change, path, value) => {
    const request = serviceRequest({ ...plain, ...change }, { region, outputs })
    expect(property(request, path)).toEqual(value)
    expect(request.fingerprint).not.toBe(http.fingerprint)
  })

  test('evaluate-target-health -> each record', () => {
    const request = serviceRequest(
      { ...plain, frontDoor: { ...domain, evaluateTargetHealth: false } },
      { region, outputs, site }
    )
    for (const record of ['ApexRecord', 'WwwRecord']) {
      expect(property(https, `${record}.AliasTarget.EvaluateTargetHealth`)).toBe(true)
      expect(property(request, `${record}.AliasTarget.EvaluateTargetHealth`)).toBe(false)
    }
  })

  test('tags go to the stack, with ours', () => {
    expect(serviceRequest({ ...plain, tags: { team: 'checkout' } }, { region, outputs }).tags).toEqual({
      team: 'checkout',
      'slipway:name': 'shop',
      'slipway:stack': 'shop-service'
    })
  })
})

describe('what only a release touches stays out of the stack', () => {
  test.each<[string, Partial<Config>]>([
    ['env', { task: { ...plain.task, env: { A: 'b' } } }],
    ['secrets', { task: { ...plain.task, secrets: { A: '/a' } } }],
    ['cpu and memory', { task: { ...plain.task, cpu: 1024, memory: 2048 } }],
    ['architecture', { architecture: 'arm64' }]
  ])('%s', (_, change) => {
    expect(serviceRequest({ ...plain, ...change }, { region, outputs })).toEqual(http)
  })

  test('no number of tasks, no revision', () => {
    expect(property(http, 'Service.DesiredCount')).toBeUndefined()
    expect(property(http, 'Service.TaskDefinition')).toBe('shop-app')
  })
})

test('the service as it is when nothing is asked for', () => {
  expect(property(http, 'Service')).toMatchObject({
    LaunchType: 'FARGATE',
    DeploymentConfiguration: {
      Strategy: 'ROLLING',
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
      DeploymentCircuitBreaker: {
        Enable: true,
        Rollback: true,
        ResetOnHealthyTask: false,
        ThresholdConfiguration: { Type: 'COUNT', Value: 2 }
      }
    },
    NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } },
    AvailabilityZoneRebalancing: 'ENABLED',
    EnableECSManagedTags: true,
    PropagateTags: 'SERVICE'
  })
  expect(property(http, 'TargetGroup')).toMatchObject({
    TargetType: 'ip',
    Port: 80,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 3
  })
  expect(property(http, 'TargetGroup.Name')).toBeUndefined()
})

describe('records', () => {
  test('are latency aliases of apex and www, one member per region', () => {
    const record = (name: string) => ({
      HostedZoneId: { Ref: 'HostedZoneId' },
      Name: name,
      Type: 'A',
      Region: { Ref: 'AWS::Region' },
      SetIdentifier: { 'Fn::Sub': 'shop-${AWS::Region}' },
      AliasTarget: {
        DNSName: { Ref: 'LoadBalancerDnsName' },
        HostedZoneId: { Ref: 'LoadBalancerHostedZoneId' },
        EvaluateTargetHealth: true
      }
    })
    expect(property(https, 'ApexRecord')).toEqual(record('shop.example'))
    expect(property(https, 'WwwRecord')).toEqual(record('www.shop.example'))
  })

  test.each([
    ['without a domain', http, []],
    [
      'with the domain alone',
      serviceRequest(withDomain, { region, outputs, site: { ...site, names: ['shop.example'] } }),
      ['ApexRecord']
    ],
    [
      'with DNS elsewhere',
      serviceRequest(withDomain, { region, outputs, site: { names: site.names, url: site.url } }),
      []
    ]
  ])('%s', (_, request, expected) => {
    expect(Object.keys(resources(request)).filter((name) => name.endsWith('Record'))).toEqual(expected)
  })
})

describe('order (F1.20)', () => {
  test.each([
    ['Service', 'ListenerRule'],
    ['Service', 'TargetGroup'],
    ['ApexRecord', 'Service'],
    ['WwwRecord', 'Service'],
    ['WwwRecord', 'ListenerRule']
  ])('%s comes after %s', (later, earlier) => {
    expect(isAfter(https, later, earlier)).toBe(true)
    expect(isAfter(https, earlier, later)).toBe(false)
  })
})

describe('parameters', () => {
  test('are the outputs of the same name, and the zone', () => {
    const { Fingerprint, HttpListenerArn, ...rest } = outputs
    expect(Object.keys(https.parameters).every((name) => name === 'HostedZoneId' || name in rest)).toBe(true)
    expect(https.parameters).toMatchObject({ VpcId: 'vpc-1', SubnetIds: 'subnet-a,subnet-b', HostedZoneId: 'Z0SHOP' })
    expect([Fingerprint, HttpListenerArn]).not.toContain(https.parameters.HttpsListenerArn)
  })

  test('the rule is on HTTPS with a domain, on HTTP without', () => {
    expect(property(https, 'ListenerRule.ListenerArn')).toEqual({ Ref: 'HttpsListenerArn' })
    expect(property(http, 'ListenerRule.ListenerArn')).toEqual({ Ref: 'HttpListenerArn' })
  })

  test.each(Object.keys(https.parameters).filter((name) => name !== 'HostedZoneId'))(
    '%s missing is named',
    (output) => {
      const without = Object.fromEntries(Object.entries(outputs).filter(([name]) => name !== output))
      expect(() => serviceRequest(withDomain, { region, site, outputs: without })).toThrow(
        `Stack shop-platform in eu-west-1 has no output \`${output}\`, which stack shop-service needs.`
      )
    }
  )
})
