// What is looked at for which topics, all at once; what is kept from us is a reading too.
import { describe, expect, test } from '@jest/globals'
import { topics, type Topic } from '../../../src/model/check.ts'
import type { Config } from '../../../src/model/config.ts'
import { Failure } from '../../../src/model/failure.ts'
import type { Seen } from '../../../src/model/seen.ts'
import { readSeen, type ToSee } from '../../../src/run/seen/seen.ts'
import type { World } from '../../../src/run/world.ts'
import { domain, plain, withDomain } from '../../template/example.ts'
import { fakeRegion } from '../fake/region.ts'

const denied = new Failure({ code: 'ACCESS_DENIED', sentence: 'No.', remedy: 'Ask.' })
const no = () => Promise.reject(denied)
const yes =
  <T>(value: T) =>
  () =>
    Promise.resolve(value)
const zone = { id: 'Z1', name: 'shop.example' }
const session = 'arn:aws:sts::111122223333:assumed-role/deploy/slipway-7'

interface Around {
  /** Over what answers everything. */
  readonly aws?: object
  readonly world?: Partial<World>
  readonly asked?: Partial<ToSee>
}

async function look(config: Config, only: readonly Topic[] = topics, around: Around = {}): Promise<Seen> {
  const { world } = fakeRegion()
  const asked: ToSee = {
    config,
    topics: only,
    secrets: [],
    types: ['AWS::ECS::Cluster'],
    caller: Promise.resolve({ account: '111122223333', partition: 'aws', arn: session }),
    platform: Promise.resolve({ at: 'absent' }),
    serviceStack: Promise.resolve({ at: 'absent' }),
    hostedZone: Promise.resolve(zone),
    ...around.asked
  }
  const aws = {
    ...world.aws,
    network: { check: yes(undefined) },
    records: { find: yes([]), nameServers: yes(['ns-1.example']) },
    certificates: { describe: yes({ status: 'ISSUED', names: [] }) },
    clusters: { find: yes(undefined) },
    services: { ...world.aws.services, describe: yes(undefined) },
    parameters: {
      existing: (names: readonly string[]) =>
        Promise.resolve(new Map(names.filter((n) => n === '/a').map((n) => [n, undefined])))
    },
    quotas: { vpcs: yes({ used: 1, limit: 5 }), loadBalancers: no, vcpus: yes(6) },
    repository: { ...world.aws.repository, owner: yes({}) },
    rights: {
      simulate: (_: string, { actions }: { actions: readonly string[] }) =>
        Promise.resolve(actions.map((action) => ({ action, at: 'allowed' })))
    },
    secrets: { state: yes('there') },
    ...around.aws
  } as unknown as World['aws']
  const docker = {
    ...world.docker,
    readBase: yes({ at: 'unknown', because: 'scratch' }),
    platformsOf: no
  } as World['docker']
  const clock: World['clock'] = { ...world.clock, sleep: () => new Promise(() => undefined) }
  return readSeen(asked, { ...world, aws, docker, clock, nameServersOf: yes(['ns-1.example']), ...around.world })
}

test('everything is looked at for all topics, and a refusal is a reading', async () => {
  const seen = await look(withDomain)
  expect(Object.keys(seen).toSorted()).toEqual(
    [
      'account',
      'base',
      'caller',
      'delegation',
      'names',
      'now',
      'partition',
      'platform',
      'quotas',
      'records',
      'region',
      'rights',
      'secrets',
      'serviceStack',
      'zone'
    ].toSorted()
  )
  expect(seen.quotas).toEqual({
    vpcs: { at: 'read', value: { used: 1, limit: 5 } },
    loadBalancers: { at: 'failed', failure: denied },
    vcpus: { at: 'read', value: 6 }
  })
  expect(seen.delegation).toEqual({ at: 'read', value: { at: 'delegated' } })
  expect(seen.records?.map(([name]) => name)).toEqual(['shop.example', 'www.shop.example'])
  expect(seen.names?.service).toEqual({ at: 'read', value: false })
})

test.each([
  ['ours', 'shop-platform', undefined, { stack: 'shop-platform' }],
  ["another's", 'theirs', 'theirs', { stack: 'theirs' }],
  // Its tag stays when a stack leaves it behind.
  ["another's that is gone", 'theirs', undefined, { stack: 'theirs', isLeft: true }],
  ["nobody's", undefined, undefined, {}]
])('a repository that is %s is told with its stack', async (_, stack, holder, value) => {
  const { world } = fakeRegion()
  const stacks = { ...world.aws.stacks, ownerOf: yes(holder) }
  const repository = { ...world.aws.repository, owner: yes(stack === undefined ? {} : { stack }) }
  const { names } = await look(plain, ['names'], { aws: { stacks, repository } })
  expect(names?.repository).toEqual({ at: 'read', value })
})

test('nothing is looked at for no topic, and a caller that is refused ends it', async () => {
  const seen = await look(withDomain, [], { asked: { caller: Promise.resolve({ account: '1', partition: 'aws' }) } })
  expect(Object.keys(seen).toSorted()).toEqual(['account', 'now', 'partition', 'platform', 'region', 'serviceStack'])
  await expect(look(withDomain, [], { asked: { caller: Promise.reject(denied) } })).rejects.toBe(denied)
})

describe('a domain, for the topics that are asked for,', () => {
  test.each<readonly [string, Config, readonly Topic[], Partial<ToSee>, readonly string[]]>([
    ['whose zone may not be seen', withDomain, topics, { hostedZone: Promise.reject(denied) }, ['zone']],
    ['of which only records are asked for', withDomain, ['records'], {}, ['records']],
    ['whose zone is not known to them', withDomain, ['records'], { hostedZone: Promise.reject(denied) }, []],
    ['of no zone', withDomain, topics, { hostedZone: Promise.resolve(undefined) }, []],
    ['of which only the zone is asked for', withDomain, ['zone'], {}, ['delegation', 'zone']],
    // Whether www is a name of ours depends on the zone, and the certificate is judged by the names.
    ['of which only the certificate is asked for', withDomain, ['certificate'], {}, ['zone']],
    ['whose zone is not known to it', withDomain, ['certificate'], { hostedZone: Promise.reject(denied) }, ['zone']],
    ['whose DNS is elsewhere', { ...plain, frontDoor: { ...domain, hostedZone: { do: 'none' } } }, topics, {}, []],
    ['that is not there', plain, topics, {}, []]
  ])('%s', async (_, config, only, asked, expected) => {
    asked.hostedZone?.catch(() => undefined)
    const { zone: _zone, ...others } = await look(config, only, { asked })
    const found = { ...(_zone && { zone: _zone }), ...others }
    expect(['delegation', 'records', 'zone'].filter((key) => key in found)).toEqual(expected)
  })

  test('with a certificate that is given has that looked at', async () => {
    const { certificate } = await look({ ...plain, frontDoor: { ...domain, certificateArn: 'arn' } }, ['certificate'])
    expect(certificate).toEqual({ at: 'read', value: { status: 'ISSUED', names: [] } })
  })
})

test('a network that is given is looked at, and no VPC counted', async () => {
  const network = { use: 'given', vpcId: 'vpc-1', subnetIds: ['a', 'b'], ingress: 'alb-only' } as const
  const seen = await look({ ...plain, network, cluster: { ...plain.cluster, arn: 'arn:aws:ecs:r:1:cluster/apps' } })
  expect(seen.network).toEqual({ at: 'read', value: 'fit' })
  expect(seen.quotas).not.toHaveProperty('vpcs')
})

test('secrets and parameters are looked at here, and told of elsewhere', async () => {
  const here = 'arn:aws:secretsmanager:eu-west-1:1:secret:a-AbCdEf:key::'
  const there = 'arn:aws:ssm:us-east-1:111122223333:parameter/x'
  const shared = 'arn:aws:ssm:eu-west-1:444455556666:parameter/x'
  const own = 'arn:aws:ssm:eu-west-1:111122223333:parameter/a'
  const secrets = [here, '/a', '/b', there, 'secret:login', shared, own, here]
  const states = async (aws?: object) =>
    (await look(plain, ['secrets'], { asked: { secrets }, ...(aws && { aws }) })).secrets?.map(
      ([reference, reading]) => [reference, reading.at === 'read' ? reading.value : reading.failure.code]
    )
  expect(await states()).toEqual([
    [here, 'there'],
    ['/a', 'there'],
    ['/b', 'missing'],
    [there, 'elsewhere'],
    ['secret:login', 'there'],
    [shared, 'elsewhere'],
    [own, 'there']
  ])
  expect((await states({ parameters: { existing: no } }))?.slice(1, 3)).toEqual([
    ['/a', 'ACCESS_DENIED'],
    ['/b', 'ACCESS_DENIED']
  ])
})

describe('the base image', () => {
  const source = { from: 'image', image: 'shop:1' } as const
  test('is that of the Dockerfile, or the image itself', async () => {
    expect((await look(plain)).base).toEqual({ at: 'read', value: { at: 'unknown', because: 'scratch' } })
    expect((await look({ ...plain, source })).base).toEqual({ at: 'failed', failure: denied })
  })
  test('is not waited for when docker says nothing', async () => {
    const { world } = fakeRegion()
    const docker = { ...world.docker, readBase: () => new Promise<never>(() => undefined) }
    const { base } = await look(plain, ['architecture'], { world: { docker, clock: world.clock } })
    expect(base).toMatchObject({ value: { at: 'unknown', because: 'docker did not answer within 4 s' } })
  })
})

describe('rights', () => {
  const identity = { ...plain.identity, cloudFormationRoleArn: 'arn:maker' }
  const principals = async (config: Config, asked: Partial<ToSee> = {}) =>
    (await look(config, ['rights'], { asked })).rights?.map(({ of, principal }) => [of, principal])
  const caller = (arn: string) => ({ caller: Promise.resolve({ account: '1', partition: 'aws', arn }) })
  test('are those of the caller, and of what CloudFormation acts as', async () => {
    expect(await principals(plain)).toEqual([['us', 'arn:aws:iam::111122223333:role/deploy']])
    expect(await principals({ ...plain, identity: { ...identity, roleToAssume: 'arn:role' } })).toEqual([
      ['us', 'arn:role'],
      ['CloudFormation', 'arn:maker']
    ])
  })
  test('of the account itself are all', async () => {
    expect(await principals(plain, caller('arn:aws:iam::1:root'))).toEqual([])
  })
  test('are asked for without a zone that may not be seen', async () => {
    const hostedZone = Promise.reject(denied)
    hostedZone.catch(() => undefined)
    expect(await principals(plain, { ...caller('arn:aws:iam::1:user/a'), hostedZone })).toEqual([
      ['us', 'arn:aws:iam::1:user/a']
    ])
    expect(await principals(plain, { caller: Promise.resolve({ account: '1', partition: 'aws' }) })).toEqual([
      ['us', '']
    ])
  })
})
