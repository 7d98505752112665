// Every check as a table: what was asked and what was seen -> ok, not ok, not known.
import { describe, expect, test } from '@jest/globals'
import { checksOf, countText, failureOfChecks } from '../../src/decide/verify.ts'
import { notOk, ok, unknown, type Check, type Reading } from '../../src/model/check.ts'
import type { Config } from '../../src/model/config.ts'
import type { Delegation } from '../../src/model/delegation.ts'
import type { DnsRecord } from '../../src/model/dns.ts'
import type { Certificate, Names, Right, Seen, SimulatedRights } from '../../src/model/seen.ts'
import type { StackState } from '../../src/model/stack.ts'
import { domain, plain, withDomain } from '../template/example.ts'
import { failed, read, seen, settled } from './seen.ts'

type Row = readonly [
  what: string,
  config: Config,
  more: Partial<Seen>,
  expected: readonly (readonly [Check['at'], RegExp])[]
]

function expectChecks(config: Config, more: Partial<Seen>, expected: Row[3]): void {
  const found = checksOf(config, seen(more))
  expect(found.map(({ at }) => at)).toEqual(expected.map(([at]) => at))
  for (const [index, check] of found.entries()) {
    expect(check.text).toMatch(expected[index]?.[1] ?? /never/)
    if (check.at !== 'ok') expect(check.remedy.length).toBeGreaterThan(5)
  }
}

const unit = (state: StackState): Partial<Seen> => ({ platform: read(state), serviceStack: read(state) })

const remains = (status: string): StackState => ({ at: 'remains', id: 'stack/shop', status })

test('nothing is said of what nobody looked at', () => {
  expect(checksOf(withDomain, seen())).toEqual([])
})

describe('of account and size it is told:', () => {
  test.each<Row>([
    [
      'are told',
      plain,
      { caller: 'arn:aws:iam::111122223333:role/deploy' },
      [
        ['ok', /AWS answers in eu-west-1, to arn:aws:iam::111122223333:role\/deploy of account 111122223333/],
        ['ok', /^0.5 vCPU with 1024 MiB/]
      ]
    ]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of rights it is told:', () => {
  const right: Right = { actions: ['ecs:CreateCluster', 'ecs:TagResource'], resource: 'arn:c' }
  const rights = (of: SimulatedRights['of'], ...decisions: SimulatedRights['decisions']): Partial<Seen> => ({
    rights: [{ of, principal: 'arn:role', decisions }]
  })
  const decided = (...states: readonly ('allowed' | 'denied' | 'unsure')[]) =>
    [right, read(states.map((at, index) => ({ action: right.actions[index] ?? '', at })))] as const
  test.each<Row>([
    ['all allowed', plain, rights('us', decided('allowed', 'allowed')), [['ok', /arn:role may do all 2 actions/]]],
    [
      'one denied',
      plain,
      rights('CloudFormation', decided('allowed', 'denied'), decided('unsure', 'unsure')),
      [['not-ok', /arn:role may not do ecs:TagResource on arn:c\.$/]]
    ],
    [
      'a condition',
      plain,
      rights('us', decided('allowed', 'unsure')),
      [['unknown', /depends .* ecs:TagResource on arn:c/]]
    ],
    [
      'one denied, and one that IAM does not tell',
      plain,
      rights('us', [right, failed()], decided('allowed', 'denied')),
      [['not-ok', /may not do ecs:TagResource/]]
    ],
    ['no simulation', plain, rights('us', [right, failed()]), [['unknown', /IAM does not tell .*: It failed/]]]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
  test('whose they are', () => {
    const subjects = (['us', 'CloudFormation'] as const).flatMap((of) =>
      checksOf(plain, seen(rights(of))).map(({ subject }) => subject)
    )
    expect(subjects).toEqual(['rights of this job', 'rights of CloudFormation'])
  })
})

describe('of the base image it is told:', () => {
  const base = (platforms: readonly string[]): Partial<Seen> => ({
    base: read({ at: 'known', image: 'node:24', platforms })
  })
  const given: Config = { ...plain, source: { from: 'image', image: 'shop:1' } }
  test.each<Row>([
    ['for both', plain, base(['linux/amd64', 'linux/arm64']), [['ok', /node:24 is there for linux\/amd64/]]],
    [
      'for the other',
      plain,
      base(['linux/arm64']),
      [['not-ok', /for linux\/arm64, and the tasks run on linux\/amd64/]]
    ],
    ['for arm64', { ...plain, architecture: 'arm64' }, base(['linux/arm64']), [['ok', /linux\/arm64/]]],
    ['unknown', given, { base: read({ at: 'unknown', because: 'it is so' }) }, [['unknown', /not known: it is so/]]],
    ['without docker', plain, { base: failed('BUILD_FAILED') }, [['unknown', /It failed/]]]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of a secret it is told:', () => {
  const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop-AbCdEf:url::'
  test.each<Row>([
    ['is there', plain, { secrets: [[secret, read('there')]] }, [['ok', /there/]]],
    [
      'is missing',
      plain,
      { secrets: [[secret, read('missing')]] },
      [['not-ok', /no arn:.*:secret:shop-AbCdEf in eu-west-1/]]
    ],
    [
      'is taken for a parameter',
      plain,
      { secrets: [['shop-password', read('missing')]] },
      [['not-ok', /no parameter shop-password in eu-west-1/]]
    ],
    ['is named in part', plain, { secrets: [[secret, read('cut-short')]] }, [['not-ok', /ends as a whole ARN does/]]],
    ['is going', plain, { secrets: [['/a', read('being-deleted')]] }, [['not-ok', /\/a is being deleted/]]],
    [
      'is in another region',
      plain,
      { secrets: [['/a', read('elsewhere')]] },
      [['unknown', /another region than eu-west-1/]]
    ],
    ['may not be looked at', plain, { secrets: [['/a', failed()]] }, [['unknown', /It failed/]]]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of quotas it is told:', () => {
  const quotas = (used: number, vcpus: number): Partial<Seen> => ({
    quotas: { vpcs: read({ used, limit: 5 }), loadBalancers: read({ used, limit: 50 }), vcpus: read(vcpus) }
  })
  const large: Config = { ...plain, task: { ...plain.task, cpu: 4096 }, scaling: { ...plain.scaling, minTasks: 2 } }
  const strategy: Config = { ...large, rollout: { ...plain.rollout, strategy: { kind: 'blue-green', bakeMinutes: 5 } } }
  test.each<Row>([
    [
      'with room',
      plain,
      quotas(4, 6),
      [
        ['ok', /4 of 5/],
        ['ok', /4 of 50/],
        ['ok', /0.5 of 6/]
      ]
    ],
    [
      'without',
      large,
      quotas(5, 6),
      [
        ['not-ok', /All 5 of 'VPCs per Region'/],
        ['ok', /./],
        ['not-ok', /needs 8 vCPU, and .* is 6/]
      ]
    ],
    [
      'with two groups',
      strategy,
      { quotas: { loadBalancers: read({ used: 0, limit: 1 }), vcpus: read(15) } },
      [
        ['ok', /./],
        ['not-ok', /needs 16 vCPU/]
      ]
    ],
    [
      'of what is there',
      plain,
      { ...quotas(5, 6), ...unit(settled()) },
      [
        ['ok', /already/],
        ['ok', /already/],
        ['ok', /./]
      ]
    ],
    [
      'of what a failed removal has left',
      plain,
      { ...quotas(5, 6), ...unit(remains('DELETE_FAILED')) },
      [
        ['ok', /already/],
        ['ok', /already/],
        ['ok', /./]
      ]
    ],
    [
      'of which a failed creation has left nothing',
      plain,
      { ...quotas(5, 6), ...unit(remains('ROLLBACK_COMPLETE')) },
      [
        ['not-ok', /All 5/],
        ['ok', /5 of 50/],
        ['ok', /./]
      ]
    ],
    [
      'that nobody tells',
      plain,
      { quotas: { loadBalancers: failed(), vcpus: failed('BUG') } },
      [
        ['unknown', /./],
        ['unknown', /./]
      ]
    ]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of a network that is given it is told:', () => {
  const config: Config = {
    ...plain,
    network: { use: 'given', vpcId: 'vpc-1', subnetIds: ['subnet-1', 'subnet-2'], ingress: 'alb-only' }
  }
  test.each<Row>([
    ['will do', config, { network: read('fit') }, [['ok', /subnet-1, subnet-2/]]],
    ['will not', config, { network: failed('INPUT_INVALID') }, [['not-ok', /It failed/]]],
    ['may not be seen', config, { network: failed('THROTTLED') }, [['unknown', /It failed/]]],
    ['is not given', plain, { network: read('fit') }, []]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of names it is told:', () => {
  const free: Names = { cluster: read(undefined), service: read(false), repository: read(undefined) }
  const names = (more: Partial<Names>, others: Partial<Seen> = {}): Partial<Seen> => ({
    names: { ...free, ...more },
    ...others
  })
  const given: Config = { ...plain, cluster: { ...plain.cluster, arn: 'arn:aws:ecs:eu-west-1:1:cluster/apps' } }
  const okay = ['ok', /free|ours/] as const
  const rest = (...checks: Row[3]): Row[3] => [okay, okay, ...checks]
  test.each<Row>([
    ['free', plain, names({}), rest(okay, okay, okay)],
    [
      'ours',
      plain,
      names(
        {
          cluster: read({ active: true, stack: 'shop-platform' }),
          service: read(true),
          repository: read({ stack: 'shop-platform' })
        },
        unit(settled())
      ),
      rest(
        ['ok', /of the stack shop-platform/],
        ['ok', /taken for that of the stack shop-service/],
        ['ok', /of the stack shop-platform/]
      )
    ],
    [
      "somebody's",
      plain,
      names({
        cluster: read({ active: true }),
        service: read(true),
        repository: read({ stack: 'theirs' })
      }),
      rest(
        ['not-ok', /cluster shop-cluster already, and no stack/],
        ['not-ok', /service shop-service/],
        ['not-ok', /stack theirs/]
      )
    ],
    [
      "another stack's",
      plain,
      names({ cluster: read({ active: true, stack: 'theirs' }) }),
      rest(['not-ok', /belongs to the stack theirs/], okay, okay)
    ],
    [
      'of what is left',
      plain,
      names({ cluster: read({ active: false }), repository: read({}) }),
      rest(okay, okay, ['ok', /adopted/])
    ],
    [
      'that a stack has left',
      plain,
      names({ repository: read({ stack: 'theirs', isLeft: true }) }),
      rest(okay, okay, ['unknown', /theirs made it, and is not seen to have it still/])
    ],
    [
      'of nobody can tell whom',
      plain,
      names({ cluster: read({ active: true }) }, { platform: failed() }),
      [['unknown', /It failed/], okay, ['unknown', /whose it is/], okay, okay]
    ],
    [
      'that may not be seen',
      plain,
      names({ cluster: failed(), service: failed(), repository: failed() }),
      rest(...(['', '', ''].map(() => ['unknown', /It failed/]) as unknown as Row[3]))
    ],
    [
      'of a cluster that is given',
      given,
      names({ cluster: read({ active: true }) }),
      rest(['ok', /active/], okay, okay)
    ],
    ['of a cluster that is not there', given, names({}), rest(['not-ok', /no active cluster arn/], okay, okay)]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })

  const unfit = { id: 'stack/shop', status: 'ROLLBACK_COMPLETE' }
  test.each<readonly [StackState, Check['at'], RegExp]>([
    [{ at: 'shell', id: 'a' }, 'ok', /free/],
    [{ ...unfit, at: 'remains' }, 'ok', /brings it to rest/],
    [{ ...unfit, at: 'busy', outputs: {}, parameters: {} }, 'ok', /brings it to rest/],
    [{ ...unfit, at: 'half-undone', outputs: {}, parameters: {} }, 'ok', /brings it to rest/],
    [{ ...unfit, at: 'foreign' }, 'not-ok', /did not make/],
    [{ ...unfit, at: 'stuck' }, 'not-ok', /in ROLLBACK_COMPLETE/]
  ])('what a stack is, when that is %j', (state, at, text) => {
    const [platform] = checksOf(plain, seen(names({}, { platform: read(state) })))
    expect(platform).toMatchObject({ at, text: expect.stringMatching(text) })
  })
})

describe('of the hosted zone it is told:', () => {
  const zone = read({ id: 'Z1', name: 'shop.example' })
  const led = (delegation: Reading<Delegation>): Partial<Seen> => ({ zone, delegation })
  const there = ['ok', /shop.example \(Z1\) is public/] as const
  test.each<Row>([
    ['is delegated', withDomain, led(read({ at: 'delegated' })), [there, ['ok', /names the servers/]]],
    ['is not', withDomain, led(read({ at: 'nowhere' })), [there, ['not-ok', /no servers for shop.example/]]],
    [
      'is another',
      withDomain,
      led(read({ at: 'elsewhere', servers: ['a', 'b'] })),
      [there, ['not-ok', /to a, b, and not/]]
    ],
    [
      'is another, and the certificate is given',
      { ...withDomain, frontDoor: { ...domain, certificateArn: 'arn' } },
      led(read({ at: 'elsewhere', servers: ['a', 'b'] })),
      [there, ['unknown', /to a, b, and not/]]
    ],
    ['is another too', withDomain, led(read({ at: 'partly', servers: ['a'] })), [there, ['unknown', /also to a/]]],
    [
      'is asked for in vain',
      withDomain,
      led(read({ at: 'unknown', because: 'no DNS' })),
      [there, ['unknown', /^Public DNS did not say where it leads: no DNS\.$/]]
    ],
    ['does not show its servers', withDomain, led(failed()), [there, ['unknown', /It failed/]]],
    ['is not there', withDomain, { zone: failed('ZONE_NOT_FOUND') }, [['not-ok', /It failed/]]],
    [
      'may not be seen',
      withDomain,
      { zone: failed(), delegation: read({ at: 'delegated' }) },
      [['unknown', /It failed/]]
    ],
    ['is there', withDomain, { zone }, [there]]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of a name it is told what stands in the way:', () => {
  const adopting: Config = { ...plain, frontDoor: { ...domain, adoptRecords: true } }
  const record = (more: Partial<DnsRecord> = {}): DnsRecord => ({ type: 'A', values: [], ...more })
  const ours = record({ setIdentifier: 'shop-eu-west-1', region: 'eu-west-1' })
  const has = (...found: readonly DnsRecord[]): Partial<Seen> => ({ records: [['shop.example', read(found)]] })
  test.each<Row>([
    ['nothing', withDomain, has(), [['ok', /Nothing/]]],
    ['a text', withDomain, has(record({ type: 'TXT' })), [['ok', /Nothing/]]],
    [
      'another region',
      withDomain,
      has(record({ setIdentifier: 'shop-us-east-1', region: 'us-east-1' })),
      [['ok', /Nothing/]]
    ],
    ['ours', withDomain, { ...has(ours), ...unit(settled()) }, [['ok', /Nothing/]]],
    // A deployment removes that stack first, and the record goes with it.
    ['ours, left', withDomain, { ...has(ours), ...unit(remains('DELETE_FAILED')) }, [['ok', /Nothing/]]],
    ['ours from before', withDomain, has(ours), [['not-ok', /shop-eu-west-1 already/]]],
    [
      "somebody's for this region",
      withDomain,
      has(record({ setIdentifier: 'b', region: 'eu-west-1' })),
      [['not-ok', /the A record "b" for eu-west-1/]]
    ],
    [
      'a latency record without a name',
      withDomain,
      has(record({ region: 'eu-west-1', setIdentifier: '' })),
      [['not-ok', /one only/]]
    ],
    [
      'a simple record',
      withDomain,
      has(record({ values: ['192.0.2.1'] })),
      [['not-ok', /simple A record \(192.0.2.1\)/]]
    ],
    [
      'a simple record that gives way',
      adopting,
      has(record({ values: ['192.0.2.1'] })),
      [['ok', /^A simple A record \(192.0.2.1\) gives way to ours/]]
    ],
    ['a CNAME, which does not', adopting, has(record({ type: 'CNAME', values: ['x'] })), [['not-ok', /CNAME record/]]],
    ['a simple alias', withDomain, has(record()), [['not-ok', /simple A record \(an alias\)/]]],
    [
      'a weighted record',
      withDomain,
      has(record({ setIdentifier: 'w' })),
      [['not-ok', /the A record "w", which is not by latency/]]
    ],
    ['a CNAME', withDomain, has(record({ type: 'CNAME', values: ['x'] })), [['not-ok', /CNAME record to x, which/]]],
    ['an aliased CNAME', withDomain, has(record({ type: 'CNAME' })), [['not-ok', /CNAME record, which/]]],
    ['what may not be seen', withDomain, { records: [['shop.example', failed()]] }, [['unknown', /It failed/]]]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('of a certificate that is given it is told:', () => {
  const config: Config = { ...plain, frontDoor: { ...domain, certificateArn: 'arn:cert' } }
  const certificate = (more: Partial<Certificate> = {}): Partial<Seen> => ({
    zone: read({ id: 'Z1', name: 'shop.example' }),
    certificate: read({ status: 'ISSUED', names: ['shop.example', '*.shop.example'], ...more })
  })
  const there = ['ok', /public/] as const
  test.each<Row>([
    [
      'fits',
      config,
      certificate({ expires: Date.UTC(2027, 0, 1), renewed: true }),
      [there, ['ok', /shop.example, until 2027-01-01\.$/]]
    ],
    ['is not renewed', config, certificate({ renewed: false }), [there, ['ok', /does not renew/]]],
    [
      'is for others',
      config,
      certificate({ names: ['SHOP.example'] }),
      [there, ['not-ok', /not for www.shop.example/]]
    ],
    [
      'has expired',
      config,
      certificate({ expires: Date.UTC(2026, 0, 1) }),
      [there, ['not-ok', /expired on 2026-01-01/]]
    ],
    ['waits', config, certificate({ status: 'PENDING_VALIDATION' }), [there, ['not-ok', /is PENDING_VALIDATION, and/]]],
    [
      'failed',
      config,
      certificate({ status: 'FAILED', reason: 'CAA_ERROR' }),
      [there, ['not-ok', /FAILED \(CAA_ERROR\)/]]
    ],
    ['is missing', config, { certificate: read(undefined) }, [['not-ok', /no certificate of that ARN/]]],
    ['may not be seen', config, { certificate: failed() }, [['unknown', /It failed/]]],
    ['is nobody asked for', plain, { certificate: read(undefined) }, []],
    ['has no name in the settings', withDomain, { certificate: read(undefined) }, [['not-ok', /no certificate/]]]
  ])('%s', (_, config, more, expected) => {
    expectChecks(config, more, expected)
  })
})

describe('the end of all checks', () => {
  const about = { topic: 'zone', subject: 'a' } as const
  const bad = (code: 'QUOTA' | 'NAME_TAKEN', text: string) => notOk(about, { code, text, remedy: 'Mend it.' })
  test('is good while nothing is not ok', () => {
    expect(failureOfChecks([ok(about, 'x'), unknown(about, 'y', 'z')])).toBeUndefined()
  })
  test('is counted by what came out', () => {
    expect(countText([])).toBe('0 ok')
    expect(countText([ok(about, 'x'), ok(about, 'y')])).toBe('2 ok')
    const each = [ok(about, 'x'), bad('QUOTA', 'One.'), unknown(about, 'y', 'z'), unknown(about, 'y', 'z')]
    expect(countText(each)).toBe('1 ok, 1 not ok, 2 not known')
  })
  test('is the first that is not ok, with all the others', () => {
    expect(failureOfChecks([ok(about, 'x'), bad('QUOTA', 'One.')])).toMatchObject({
      code: 'QUOTA',
      sentence: 'One.',
      evidence: []
    })
    expect(failureOfChecks([bad('NAME_TAKEN', 'One.'), bad('QUOTA', 'Two.')])).toMatchObject({
      code: 'NAME_TAKEN',
      sentence: 'One. Two.',
      remedy: 'Mend it.',
      evidence: ['a: One.', 'a: Two.']
    })
  })
})
