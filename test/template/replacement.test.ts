// For each input changed or removed on a live stack: what is replaced or taken away, as CloudFormation's specification
// has it, and whether that is refused. Written by hand; what a setting does not say here, it may not do.
import { describe, expect, test } from '@jest/globals'
import { settingNames, type SettingName } from '../../src/action/settings/all.ts'
import { lossesOf } from '../../src/decide/loss.ts'
import type { Config } from '../../src/model/config.ts'
import type { Current, HostedZone } from '../../src/model/plan.ts'
import { secretsWanted } from '../../src/model/revision.ts'
import { siteOf } from '../../src/model/site.ts'
import type { StackState } from '../../src/model/stack.ts'
import { interruptionsOf } from '../../src/template/interruption.ts'
import { platformRequest } from '../../src/template/platform.ts'
import { serviceRequest } from '../../src/template/service.ts'
import { parsed, type Given } from '../action/asking.ts'
import { compare } from './changes.ts'
import { zones } from './example.ts'

type Outcome = 'goes on' | 'unless allowed' | 'always'

interface Row {
  readonly what: string
  readonly from?: Given
  readonly to: Given
  /** Overrides afterwards, as the config file has them. */
  readonly file?: string
  /** Names of resources, in both stacks. */
  readonly replaced?: string
  readonly removed?: string
  /** Absent: it goes on. */
  readonly refused?: Exclude<Outcome, 'goes on'>
  /** No version that may come back needs more than the configuration has. */
  readonly forgotten?: true
}

const changed = (to: Given, from?: Given): readonly Row[] => [{ what: 'changed', to, ...(from && { from }) }]

const site: Given = { domain: 'shop.example', www: 'true' }
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/6a1f'
const withCertificate: Given = { ...site, 'certificate-arn': certificate }
const given: Given = { 'vpc-id': 'vpc-00000001', 'subnet-ids': 'subnet-0000000a,subnet-0000000b' }
const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`
const boundary = (name: string) => ({ 'permissions-boundary-arn': `arn:aws:iam::111122223333:policy/${name}` })
const webAcl = 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/team/6a1f'
const blueGreen: Given = { strategy: 'blue-green', 'rollback-alarms': '5xx' }
const canary: Given = { strategy: 'canary', 'rollback-alarms': '5xx' }
const linear: Given = { strategy: 'linear', 'rollback-alarms': '5xx' }
const secrets = 'KEY=arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/key-AbCdEf'
const policy = (bucket: string): string =>
  `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${bucket}/*"}]}`

const network = 'DefaultRoute Gateway GatewayAttachment RouteTable RoutesOfSubnetA RoutesOfSubnetB SubnetA SubnetB Vpc'
const groups = 'BalancerSecurityGroup TaskSecurityGroup TargetGroup'

/** A text says why there is nothing to compare. */
const table: Readonly<Record<SettingName, readonly Row[] | string>> = {
  command: 'it says what to do, not what there is',
  config: 'it says where the others are',
  to: 'it says what to go back to',
  confirm: 'it says that everything goes',
  'keep-images': 'it says what stays when everything goes',
  name: 'another name is another pair of stacks',
  regions: 'another region is another pair of stacks',
  'timeout-minutes': changed({ 'timeout-minutes': '60' }),
  waves: changed({ waves: 'serial' }),
  'on-region-failure': changed({ 'on-region-failure': 'continue' }),
  'force-new-deployment': changed({ 'force-new-deployment': 'true' }),
  'allow-replacement': changed({ 'allow-replacement': 'true' }),
  'termination-protection': changed({ 'termination-protection': 'true' }),
  overrides: [
    {
      what: 'of what the load balancer is',
      to: {},
      file: 'overrides: { platform: { Resources: { LoadBalancer: { Properties: { Scheme: internal } } } } }',
      replaced: 'HttpListener ListenerRule LoadBalancer',
      refused: 'unless allowed'
    },
    {
      what: 'of a zone',
      to: {},
      file: 'overrides: { platform: { Resources: { SubnetA: { Properties: { AvailabilityZone: eu-west-1c } } } } }',
      replaced: 'RoutesOfSubnetA SubnetA',
      refused: 'unless allowed'
    },
    {
      what: 'of what replaces something that has a name of its own',
      to: {},
      file: 'overrides: { service: { Resources: { Service: { Properties: { LaunchType: EC2 } } } } }',
      replaced: 'Service',
      refused: 'always'
    },
    {
      what: 'that remove a listener',
      from: site,
      to: site,
      file: 'overrides: { platform: { Resources: { HttpListener: null }, Outputs: { HttpListenerArn: null } } }',
      removed: 'HttpListener',
      refused: 'unless allowed'
    }
  ],
  tags: changed({ tags: 'team=checkout' }),
  'role-to-assume': changed({ 'role-to-assume': role('deploy') }),
  'role-session-name': changed({ 'role-session-name': 'other' }),
  'permissions-boundary-arn': [
    { what: 'added', to: boundary('a') },
    { what: 'changed', from: boundary('a'), to: boundary('b') },
    { what: 'removed', from: boundary('a'), to: {} }
  ],
  'cloudformation-role-arn': changed({ 'cloudformation-role-arn': role('stacks') }),
  audience: changed({ audience: 'other' }),
  context: changed({ context: 'app' }),
  dockerfile: changed({ dockerfile: 'Other' }),
  target: changed({ target: 'release' }),
  'build-args': changed({ 'build-args': 'A=b' }),
  'build-secrets': changed({ 'build-secrets': 'A=b' }),
  architecture: changed({ architecture: 'arm64' }),
  image: changed({ image: 'nginx:1' }),
  'registry-credentials': changed({ image: 'ghcr.io/o/i:1', 'registry-credentials': 'login' }),
  repository: [{ what: 'changed', to: { repository: 'team/shop' }, replaced: 'Repository' }],
  'image-tag': changed({ 'image-tag': 'v1' }),
  rebuild: changed({ rebuild: 'true' }),
  'scan-gate': changed({ 'scan-gate': 'high' }),
  'scan-wait-minutes': changed({ 'scan-gate': 'high', 'scan-wait-minutes': '10' }),
  cpu: changed({ cpu: '1024', memory: '2048' }),
  memory: changed({ memory: '2048' }),
  'container-port': changed({ 'container-port': '5000' }),
  env: changed({}, { env: 'A=b' }),
  secrets: [
    { what: 'added', to: { secrets } },
    { what: 'removed, while a version that may come back reads it', from: { secrets }, to: {} },
    { what: 'removed at last', from: { secrets }, to: {}, forgotten: true, removed: 'ReadSecrets' }
  ],
  'task-policy': [
    { what: 'added', to: { 'task-policy': policy('a') } },
    { what: 'changed', from: { 'task-policy': policy('a') }, to: { 'task-policy': policy('b') } },
    { what: 'removed', from: { 'task-policy': policy('a') }, to: {}, removed: 'AppPolicy', refused: 'unless allowed' }
  ],
  'execution-role-arn': [
    {
      what: 'added',
      from: { secrets },
      to: { secrets, 'execution-role-arn': role('starts') },
      removed: 'ExecutionRole ReadSecrets',
      refused: 'unless allowed'
    },
    { what: 'changed', from: { 'execution-role-arn': role('a') }, to: { 'execution-role-arn': role('b') } },
    { what: 'removed', from: { 'execution-role-arn': role('starts') }, to: {} }
  ],
  'task-role-arn': [
    { what: 'added', to: { 'task-role-arn': role('runs') }, removed: 'TaskRole', refused: 'unless allowed' },
    { what: 'removed', from: { 'task-role-arn': role('runs') }, to: {} }
  ],
  'ephemeral-storage-gib': changed({ 'ephemeral-storage-gib': '50' }),
  'container-health-command': changed({ 'container-health-command': 'true' }),
  'start-period-seconds': changed({ 'container-health-command': 'true', 'start-period-seconds': '60' }),
  'stop-timeout-seconds': changed({ 'stop-timeout-seconds': '60' }),
  'allow-plain-secrets': changed({ 'allow-plain-secrets': 'true' }),
  'health-check-path': changed({ 'health-check-path': '/healthz' }),
  'health-check-codes': changed({ 'health-check-codes': '200' }),
  'health-check-interval-seconds': changed({ 'health-check-interval-seconds': '5' }),
  'health-check-grace-seconds': changed({ 'health-check-grace-seconds': '300' }),
  'deregistration-delay-seconds': changed({ 'deregistration-delay-seconds': '60' }),
  strategy: [
    { what: 'to two groups', to: blueGreen },
    {
      what: 'back to one',
      from: blueGreen,
      to: { 'rollback-alarms': '5xx' },
      removed: 'AlternateTargetGroup InfrastructureRole TestListenerRule'
    },
    { what: 'to another of two groups', from: blueGreen, to: canary }
  ],
  'bake-minutes': changed({ ...blueGreen, 'bake-minutes': '2' }, blueGreen),
  'rollback-alarms': [{ what: 'removed', from: { 'rollback-alarms': '5xx' }, to: {}, removed: 'ErrorAlarm' }],
  'canary-percent': changed({ ...canary, 'canary-percent': '20' }, canary),
  'linear-step-percent': changed({ ...linear, 'linear-step-percent': '50' }, linear),
  'failure-threshold': changed({ 'failure-threshold': '3' }),
  'fail-fast': changed({ 'fail-fast': 'false' }),
  'on-cancel': changed({ 'on-cancel': 'leave' }),
  'min-tasks': changed({ 'min-tasks': '2' }),
  'max-tasks': changed({ 'max-tasks': '20' }),
  'cpu-target-percent': changed({ 'cpu-target-percent': '50' }),
  'scale-out-cooldown-seconds': changed({ 'scale-out-cooldown-seconds': '30' }),
  'scale-in-cooldown-seconds': changed({ 'scale-in-cooldown-seconds': '30' }),
  'vpc-cidr': [
    {
      what: 'changed',
      to: { 'vpc-cidr': '10.1.0.0/16' },
      replaced: `${groups} DefaultRoute GatewayAttachment RouteTable RoutesOfSubnetA RoutesOfSubnetB SubnetA SubnetB Vpc`,
      refused: 'always'
    }
  ],
  'vpc-id': [
    { what: 'added', to: given, replaced: groups, removed: network, refused: 'always' },
    { what: 'changed', from: given, to: { ...given, 'vpc-id': 'vpc-00000002' }, replaced: groups, refused: 'always' },
    { what: 'removed', from: given, to: {}, replaced: groups, refused: 'always' }
  ],
  'subnet-ids': [
    {
      what: 'one more',
      from: given,
      to: { ...given, 'subnet-ids': 'subnet-0000000a,subnet-0000000b,subnet-0000000c' }
    },
    {
      what: 'one less',
      from: given,
      to: { ...given, 'subnet-ids': 'subnet-0000000a,subnet-0000000c' },
      refused: 'unless allowed'
    }
  ],
  'task-ingress': changed({}, { 'task-ingress': 'public' }),
  'cluster-arn': [
    {
      what: 'added',
      to: { 'cluster-arn': 'arn:aws:ecs:eu-west-1:111122223333:cluster/apps' },
      replaced: 'ScalableTarget ScalingPolicy Service',
      removed: 'Cluster',
      refused: 'always'
    },
    {
      what: 'removed',
      from: { 'cluster-arn': 'arn:aws:ecs:eu-west-1:111122223333:cluster/apps' },
      to: {},
      replaced: 'ScalableTarget ScalingPolicy Service',
      refused: 'always'
    }
  ],
  domain: [
    { what: 'added', to: site, replaced: 'ListenerRule' },
    {
      what: 'added before two groups',
      from: blueGreen,
      to: { ...blueGreen, ...site },
      replaced: 'ListenerRule TestListenerRule',
      refused: 'unless allowed'
    },
    {
      what: 'changed',
      from: site,
      to: { ...site, domain: 'new.example' },
      replaced: 'ApexRecord Certificate WwwRecord',
      refused: 'unless allowed'
    },
    {
      what: 'removed',
      from: site,
      to: {},
      replaced: 'ListenerRule',
      removed: 'ApexRecord Certificate HttpsListener WwwRecord',
      refused: 'unless allowed'
    }
  ],
  www: [
    { what: 'on', from: { ...site, www: 'false' }, to: site, replaced: 'Certificate' },
    {
      what: 'off',
      from: site,
      to: { ...site, www: 'false' },
      replaced: 'Certificate',
      removed: 'WwwRecord',
      refused: 'unless allowed'
    }
  ],
  'hosted-zone-id': [
    { what: 'found', from: { ...withCertificate, 'hosted-zone-id': 'none' }, to: withCertificate },
    {
      what: 'none',
      from: withCertificate,
      to: { ...withCertificate, 'hosted-zone-id': 'none' },
      removed: 'ApexRecord WwwRecord',
      refused: 'unless allowed'
    },
    {
      what: 'changed',
      from: site,
      to: { ...site, 'hosted-zone-id': 'Z2OTHER' },
      replaced: 'ApexRecord Certificate WwwRecord',
      refused: 'unless allowed'
    }
  ],
  'certificate-arn': [
    { what: 'added', from: site, to: withCertificate, removed: 'Certificate' },
    { what: 'removed', from: withCertificate, to: site }
  ],
  waf: [
    { what: 'added', to: { waf: 'managed' } },
    {
      what: 'changed',
      from: { waf: 'managed' },
      to: { waf: webAcl },
      replaced: 'WebAclAssociation',
      removed: 'WebAcl'
    },
    { what: 'removed', from: { waf: 'managed' }, to: {}, removed: 'WebAcl WebAclAssociation' }
  ],
  'waf-mode': changed({ waf: 'managed', 'waf-mode': 'count' }, { waf: 'managed' }),
  'deletion-protection': changed({}, { 'deletion-protection': 'true' }),
  'adopt-records': changed({ ...site, 'adopt-records': 'true' }, site),
  'evaluate-target-health': changed({ ...site, 'evaluate-target-health': 'false' }, site),
  'log-retention-days': changed({ 'log-retention-days': 'never' }),
  'container-insights': changed({ 'container-insights': 'enhanced' }),
  'failure-log-lines': changed({ 'failure-log-lines': '0' }),
  'github-token': 'it says who tells it on GitHub',
  'github-environment': 'it says where on GitHub it is told'
}

test('every setting is in the table', () => {
  expect(Object.keys(table).toSorted()).toEqual([...settingNames].toSorted())
})

const cases = Object.entries(table).flatMap(([name, rows]) =>
  typeof rows === 'string' ? [] : rows.map((row): readonly [string, Row] => [`${name} ${row.what}`, row])
)

describe('on a live stack', () => {
  test.each(cases)('%s', (_, row) => {
    const { replaced = '', removed = '', refused = 'goes on' } = row
    const words = (text: string): readonly string[] => text.split(' ').filter(Boolean).toSorted()
    expect(outcomeOf(row)).toEqual({ replaced: words(replaced), removed: words(removed), outcome: refused })
  })
})

/** As the run does it: settings against what is there, then the change set of each stack. */
function outcomeOf({ from = {}, to, file, forgotten }: Row) {
  const before = parsed(from).config
  const after = parsed(to, file).config
  const kept = forgotten ? [] : secretsWanted(before)
  const platform = compare(platformOf(before, []), platformOf(after, kept))
  const service = compare(serviceOf(before, platform.before), serviceOf(after, platform.after))
  const changes = [...platform.changes, ...service.changes]
  const zone = zoneOf(after)
  const current: Current = {
    region: 'eu-west-1',
    account: '111122223333',
    partition: 'aws',
    zones,
    platform: settled(platform.before, platformOf(before, []).parameters),
    serviceStack: settled(service.before, serviceOf(before, platform.before).parameters),
    kept: [],
    ...(zone && { hostedZone: zone })
  }
  const found = [...lossesOf(after, current), ...interruptionsOf(platform.changes), ...interruptionsOf(service.changes)]
  const names = (wanted: readonly (typeof changes)[number][]): readonly string[] =>
    wanted.map(({ logicalId }) => logicalId).toSorted()
  const outcome: Outcome = found.some(({ instead }) => instead !== undefined)
    ? 'always'
    : found.length > 0
      ? 'unless allowed'
      : 'goes on'
  return {
    replaced: names(changes.filter(({ replacement }) => replacement !== 'no')),
    removed: names(changes.filter(({ action }) => action === 'Remove')),
    outcome
  }
}

function platformOf(config: Config, kept: readonly string[]) {
  const secrets = [...new Set([...secretsWanted(config), ...kept])].toSorted()
  return platformRequest(config, { ...placeOf(config), zones, secrets })
}

const serviceOf = (config: Config, outputs: Readonly<Record<string, string>>) =>
  serviceRequest(config, { ...placeOf(config), outputs })

function placeOf(config: Config) {
  const site = siteOf(config, zoneOf(config))
  return { region: 'eu-west-1', ...(site && { site }) }
}

function zoneOf({ frontDoor }: Config): HostedZone | undefined {
  if (frontDoor.at === 'load-balancer' || frontDoor.hostedZone.do === 'none') return undefined
  const { hostedZone, domain } = frontDoor
  return { id: hostedZone.do === 'use' ? hostedZone.id : 'Z1FOUND', name: domain }
}

const settled = (
  outputs: Readonly<Record<string, string>>,
  parameters: Readonly<Record<string, string>>
): StackState => ({ at: 'settled', id: 'stack', status: 'UPDATE_COMPLETE', outputs, parameters })
