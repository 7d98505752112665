import { describe, expect, test } from '@jest/globals'
import { identify, writes } from '../../../local/gateway/call.ts'

const signed = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=123456789012/20260101/us-east-2/${service}/aws4_request, SignedHeaders=host, Signature=x`
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

describe('a call is told by what is sent', () => {
  test.each([
    [
      'POST',
      '/',
      { authorization: signed('ecs'), 'x-amz-target': 'AmazonEC2ContainerServiceV20141113.UpdateService' },
      '{}',
      'ecs:UpdateService',
      'json'
    ],
    [
      'POST',
      '/',
      { authorization: signed('cloudformation'), ...form },
      'Action=CreateChangeSet&Version=1',
      'cloudformation:CreateChangeSet',
      'query'
    ],
    ['POST', '/', { authorization: signed('ec2'), ...form }, 'Action=DescribeVpcs', 'ec2:DescribeVpcs', 'ec2'],
    [
      'GET',
      '/2013-04-01/hostedzonesbyname?dnsname=x',
      { authorization: signed('route53') },
      '',
      'route53:ListHostedZonesByName',
      'rest-xml'
    ],
    [
      'POST',
      '/2013-04-01/hostedzone/Z1/rrset/',
      { authorization: signed('route53') },
      '<x/>',
      'route53:ChangeResourceRecordSets',
      'rest-xml'
    ],
    [
      'GET',
      '/2013-04-01/hostedzone/Z1/rrset?name=x',
      { authorization: signed('route53') },
      '',
      'route53:ListResourceRecordSets',
      'rest-xml'
    ],
    [
      'POST',
      '/service/GraniteServiceVersion20100801/operation/PutMetricAlarm',
      { authorization: signed('monitoring') },
      '',
      'monitoring:PutMetricAlarm',
      'cbor'
    ],
    [
      'GET',
      '/2015-03-31/functions',
      { authorization: signed('lambda') },
      '',
      'lambda:GET /2015-03-31/functions',
      'rest-json'
    ]
  ])('%s %s', (method, url, headers, body, name, protocol) => {
    const call = identify({ method, url, headers, body: Buffer.from(body) }, 'eu-west-1')
    expect(`${call.service}:${call.action}`).toBe(name)
    expect(call).toMatchObject({ protocol, region: 'us-east-2', key: '123456789012' })
  })

  test('also an unsigned one for a role', () => {
    const body = Buffer.from(
      'Action=AssumeRoleWithWebIdentity&RoleArn=arn:aws:iam::210987654321:role/ci&WebIdentityToken=t'
    )
    const call = identify({ method: 'POST', url: '/', headers: form, body }, 'eu-west-1')
    expect(call).toEqual({
      service: 'sts',
      action: 'AssumeRoleWithWebIdentity',
      region: 'eu-west-1',
      protocol: 'query',
      role: 'arn:aws:iam::210987654321:role/ci',
      token: 't'
    })
  })
})

test.each([
  ['DescribeServices', false],
  ['GetAuthorizationToken', false],
  ['ListTagsForResource', false],
  ['BatchGetImage', false],
  ['AssumeRoleWithWebIdentity', false],
  ['GET /x', false],
  ['UpdateService', true],
  ['CreateChangeSet', true],
  ['BatchDeleteImage', true],
  ['POST /x', true]
])('%s writes: %s', (action, expected) => {
  expect(writes({ action })).toBe(expected)
})
