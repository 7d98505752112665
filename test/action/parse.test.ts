import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Failure } from '../../src/model/failure.ts'
import { parseConfigFile } from '../../src/action/configfile.ts'
import { parse, parseConfig, type Parsed, type Surroundings } from '../../src/action/parse.ts'
import { readRunner } from '../../src/action/runner.ts'

type Given = Readonly<Record<string, string>>

const surroundings: Surroundings = { repository: 'owner/Shop', runId: '42', region: 'eu-west-1' }
const parsed = (given: Given, file = '', around: Surroundings = surroundings): Parsed =>
  parse({ given, unknown: [] }, parseConfigFile('.github/slipway.yml', file), around)

function mistakesOf(given: Given, file = '', around: Surroundings = surroundings): readonly string[] {
  try {
    parsed(given, file, around)
  } catch (error) {
    if (error instanceof Failure) return error.evidence
    throw error
  }
  return []
}

const role = 'arn:aws:iam::111122223333:role/deploy'
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/x'

test('nothing but the job is enough: every default of the contract', () => {
  expect(parsed({})).toEqual({
    config: {
      command: 'deploy',
      name: 'shop',
      regions: ['eu-west-1'],
      timeoutMinutes: 30,
      forceNewDeployment: false,
      tags: {},
      identity: { roleSessionName: 'slipway-42', audience: 'sts.amazonaws.com' },
      source: { from: 'build', context: '.', buildArgs: {}, buildSecrets: {}, rebuild: false },
      architecture: 'x86_64',
      repository: 'shop',
      task: {
        cpu: 512,
        memory: 1024,
        containerPort: 8080,
        env: {},
        secrets: {},
        startPeriodSeconds: 0,
        stopTimeoutSeconds: 30
      },
      health: { path: '/', codes: '200-399', intervalSeconds: 10, graceSeconds: 120, deregistrationDelaySeconds: 30 },
      rollout: { failureThreshold: 2, onCancel: 'rollback' },
      network: { vpcCidr: '10.0.0.0/16' },
      frontDoor: { at: 'load-balancer' },
      logs: { retentionDays: 30, failureLines: 50 }
    },
    warnings: [],
    secretValues: []
  })
})

test('everything at once, half of it in the file', () => {
  const file = `
name: web
tags: { team: shop, by: 'dependabot[bot]' }
cpu: 1024
memory: 2048
env:
  VERSION: 1.10
  FLAG: true
  ZERO: 007
  EMPTY: ''
secrets:
  DB_PASSWORD: /shop/password
build-args: |
  BASE=debian
regions: [us-east-1]
domain: other.example
`
  const { config, warnings } = parsed(
    {
      'role-to-assume': role,
      'role-session-name': 'dependabot[bot]',
      audience: 'aud',
      regions: 'eu-west-1',
      'timeout-minutes': '45',
      'force-new-deployment': 'TRUE',
      context: 'app',
      dockerfile: 'app/Dockerfile.web',
      target: 'web',
      'build-secrets': 'npm=hunter2=',
      architecture: 'arm64',
      repository: 'team/web',
      'image-tag': 'v1',
      rebuild: 'true',
      'container-port': '5000',
      'container-health-command': 'curl -f http://localhost || exit 1',
      'start-period-seconds': '300',
      'stop-timeout-seconds': '60',
      'health-check-path': '/health',
      'health-check-codes': '200, 204',
      'health-check-interval-seconds': '30',
      'deregistration-delay-seconds': '0',
      'failure-threshold': '3',
      'on-cancel': 'leave',
      'vpc-cidr': '10.9.0.0/24',
      domain: 'Shop.Example.',
      www: 'false',
      'hosted-zone-id': '/hostedzone/Z1',
      'certificate-arn': certificate,
      'evaluate-target-health': 'false',
      'log-retention-days': 'never',
      'failure-log-lines': '0'
    },
    file
  )
  expect(warnings).toEqual([])
  expect(config).toEqual({
    command: 'deploy',
    name: 'web',
    regions: ['eu-west-1'],
    timeoutMinutes: 45,
    forceNewDeployment: true,
    tags: { team: 'shop', by: 'dependabot-bot-' },
    identity: { roleToAssume: role, roleSessionName: 'dependabot-bot', audience: 'aud' },
    source: {
      from: 'build',
      context: 'app',
      dockerfile: 'app/Dockerfile.web',
      target: 'web',
      buildArgs: { BASE: 'debian' },
      buildSecrets: { npm: 'hunter2=' },
      imageTag: 'v1',
      rebuild: true
    },
    architecture: 'arm64',
    repository: 'team/web',
    task: {
      cpu: 1024,
      memory: 2048,
      containerPort: 5000,
      env: { VERSION: '1.10', FLAG: 'true', ZERO: '007', EMPTY: '' },
      secrets: { DB_PASSWORD: '/shop/password' },
      containerHealthCommand: 'curl -f http://localhost || exit 1',
      startPeriodSeconds: 300,
      stopTimeoutSeconds: 60
    },
    health: {
      path: '/health',
      codes: '200,204',
      intervalSeconds: 30,
      graceSeconds: 420,
      deregistrationDelaySeconds: 0
    },
    rollout: { failureThreshold: 3, onCancel: 'leave' },
    network: { vpcCidr: '10.9.0.0/24' },
    frontDoor: {
      at: 'domain',
      domain: 'shop.example',
      www: false,
      hostedZone: { do: 'use', id: 'Z1' },
      certificateArn: certificate,
      evaluateTargetHealth: false
    },
    logs: { retentionDays: 'never', failureLines: 0 }
  })
})

test('a domain alone: zone and www are found', () => {
  expect(parsed({ domain: 'shop.example' }).config.frontDoor).toEqual({
    at: 'domain',
    domain: 'shop.example',
    www: 'zone-apex',
    hostedZone: { do: 'find' },
    evaluateTargetHealth: true
  })
})

test('DNS elsewhere', () => {
  const given = { domain: 'shop.example', 'hosted-zone-id': 'none', 'certificate-arn': certificate, www: 'true' }
  expect(parsed(given).config.frontDoor).toMatchObject({ hostedZone: { do: 'none' }, www: true })
})

test('an image instead of a build', () => {
  const image = 'shop:local'
  expect(parsed({ image }).config.source).toEqual({ from: 'image', image })
  expect(parsed({ image, 'image-tag': 'v1' }).config.source).toEqual({ from: 'image', image, imageTag: 'v1' })
})

describe('KEY=VALUE lines keep what stands after the first `=`', () => {
  test.each([
    ['A=b=c==', { A: 'b=c==' }],
    ['A="quoted"', { A: '"quoted"' }],
    ["A='x' ", { A: "'x' " }],
    ['A=  two  ', { A: '  two  ' }],
    ['  A =b', { A: 'b' }],
    ['A=', { A: '' }],
    ['A=grüße 🚀', { A: 'grüße 🚀' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['\nA=a,b\n\n', { A: 'a,b' }],
    ['A=# no comment', { A: '# no comment' }],
    ['A=$HOME ${x} \\n', { A: '$HOME ${x} \\n' }]
  ])('%j', (env, read) => {
    expect(parsed({ env }).config.task.env).toEqual(read)
  })

  test('a list of lines in the file, and an alias', () => {
    const file = 'env: &all\n  - A=1\n  - B=x=y\nbuild-args: *all'
    const { config } = parsed({}, file)
    expect(config.task.env).toEqual({ A: '1', B: 'x=y' })
    expect(config.source).toMatchObject({ buildArgs: { A: '1', B: 'x=y' } })
  })
})

const place = (name: string): string => `Input \`${name}\``

describe('one mistake', () => {
  test.each<[string, string, string]>([
    ['command', 'plan', `${place('command')} is \`plan\`; \`deploy\` is what there is to choose from`],
    ['name', 'My Shop', `${place('name')} is \`My Shop\`; a name has 2 to 50`],
    ['regions', 'eu-west-1a', `${place('regions')} is \`eu-west-1a\`; that is an availability zone`],
    [
      'regions',
      'eu-west-1, us-east-1',
      'names 2 regions (eu-west-1, us-east-1), and this version deploys to exactly one'
    ],
    ['regions', 'eu-west-1\nus-east-1', 'names 2 regions'],
    ['timeout-minutes', '0', 'a whole number from 1 to 1440 is wanted'],
    ['timeout-minutes', '30m', 'the unit is fixed: write `30` if that is meant'],
    ['timeout-minutes', '1.5', 'a whole number'],
    ['timeout-minutes', '-1', 'a whole number'],
    ['timeout-minutes', '1e3', 'a whole number'],
    ['force-new-deployment', 'yes', 'is `yes`; write `true` or `false`'],
    ['role-to-assume', 'deploy', "a role's ARN is wanted"],
    ['architecture', 'amd64', '`x86_64` or `arm64` is what there is to choose from'],
    ['cpu', '300', `${place('cpu')} is \`300\`; Fargate takes 256, 512, 1024, 2048, 4096, 8192, 16384, 32768`],
    ['memory', '700', `${place('memory')} is \`700\`; with \`cpu: 512\` Fargate takes`],
    ['cpu', '1024', '`memory` is 1024 by default; with `cpu: 1024` Fargate takes 2048 to 8192'],
    ['container-port', '70000', 'from 1 to 65535'],
    ['env', 'A=1\nB', `${place('env')}: line 2 has no \`=\`; write KEY=VALUE`],
    ['regions', 'eu-west-1, x', '`x`: a region looks like'],
    ['env', '__proto__=x', 'line 1: `__proto__` cannot be set'],
    ['env', '=x', 'line 1 has nothing before its `=`'],
    ['env', 'A=1\nA=2', 'line 2 sets `A` again, after line 1'],
    ['env', '1A=x', 'line 1: `1A` is no variable name'],
    [
      'env',
      'DB_PASSWORD=hunter2',
      '`DB_PASSWORD` looks like a secret, and its value would be readable; keep the value'
    ],
    ['build-args', 'NPM_TOKEN=hunter2', 'anybody who has the image can read it; give it in `build-secrets`'],
    ['build-secrets', 'a b=x', '`a b` is no id of a build secret'],
    ['secrets', 'DB_PASSWORD=p@ss', 'must name where the secret is, not be it'],
    ['tags', 'aws:x=1', 'begins with a prefix that is taken'],
    ['health-check-path', 'health', '`/health`'],
    ['health-check-codes', '2xx', '200 to 499'],
    ['health-check-interval-seconds', '4', 'from 5 to 300'],
    ['start-period-seconds', '301', 'from 0 to 300'],
    ['stop-timeout-seconds', '1', 'from 2 to 120'],
    ['deregistration-delay-seconds', '3601', 'from 0 to 3600'],
    ['failure-threshold', '0', 'from 1 to 200'],
    ['on-cancel', 'stop', '`rollback` or `leave`'],
    ['vpc-cidr', '10.0.0.0/28', 'two subnets'],
    ['domain', 'https://shop.example', '`shop.example`'],
    ['www', 'true', `${place('www')} has a meaning only with a \`domain\``],
    ['hosted-zone-id', 'Z1', 'has a meaning only with a `domain`'],
    ['certificate-arn', certificate, 'has a meaning only with a `domain`'],
    ['log-retention-days', '31', 'Set `log-retention-days: 60`'],
    ['failure-log-lines', 'all', 'a whole number'],
    ['image', 'my shop', 'an image reference is wanted'],
    ['repository', 'Shop', 'ECR takes'],
    ['image-tag', 'a b', 'a tag has at most 128']
  ])('%s: %s', (name, text, part) => {
    const mistakes = mistakesOf({ [name]: text })
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })
})

describe('a value of the wrong form in the file', () => {
  test.each([
    ['name: [a, b]', '`name` in .github/slipway.yml, line 1: one value is wanted, not a list'],
    ['cpu: { a: 1 }', '`cpu` in .github/slipway.yml, line 1: one value is wanted, not a map'],
    ['rebuild:\n- true', '`rebuild` in .github/slipway.yml, line 1: one value is wanted, not a list'],
    ['on-cancel: [leave]', '`on-cancel` in .github/slipway.yml, line 1: one value is wanted, not a list'],
    ['domain: [x]', '`domain` in .github/slipway.yml, line 1: one value is wanted, not a list'],
    ['regions: { eu-west-1: x }', '`regions` in .github/slipway.yml, line 1: a list is wanted, not a map'],
    ['env: { a b: x }', '`env` in .github/slipway.yml, line 1: `a b` is no variable name']
  ])('%s', (file, mistake) => {
    expect(mistakesOf({}, file)[0]).toContain(mistake)
    expect(mistakesOf({}, file)).toHaveLength(1)
  })
})

describe('settings that do not agree', () => {
  test.each<[string, Given, string]>([
    ['variable and secret', { env: 'A=1', secrets: 'A=/a' }, '`A` stands in `env` and in `secrets`'],
    [
      'image and build',
      { image: 'shop:1', context: '.', rebuild: 'false' },
      'nothing is built, and `context`, `rebuild` would have no effect'
    ],
    ['no zone, no certificate', { domain: 'shop.example', 'hosted-zone-id': 'none' }, 'set `certificate-arn`'],
    [
      'a certificate of another region',
      { domain: 'shop.example', 'certificate-arn': certificate.replace('eu-west-1', 'us-east-1') },
      'is in us-east-1, and the load balancer in eu-west-1 takes only'
    ],
    ['a long name', { domain: `${'x'.repeat(60)}.example` }, 'at most 64'],
    ['www of www', { domain: 'www.shop.example', www: 'true' }, '`domain: shop.example`']
  ])('%s', (_, given, part) => {
    const mistakes = mistakesOf(given)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })

  test.each<[string, Given]>([
    ['no www without a domain', { www: 'false' }],
    ['a long name with a certificate', { domain: `${'x'.repeat(60)}.example`, 'certificate-arn': certificate }],
    ['www as the domain', { domain: 'www.shop.example' }],
    ['a start period without a container check', { 'start-period-seconds': '60' }]
  ])('but %s is fine', (_, given) => {
    expect(mistakesOf(given)).toEqual([])
  })
})

describe('what the job does not tell', () => {
  test.each<[string, Surroundings, string]>([
    ['no region', { repository: 'owner/shop' }, 'set `regions`, or AWS_REGION'],
    ['a wrong region', { repository: 'owner/shop', region: 'Ireland' }, 'AWS_REGION is `Ireland`; a region looks like'],
    ['no repository', { region: 'eu-west-1' }, 'There is no `name`'],
    ['a name of nothing', { region: 'eu-west-1', repository: 'owner/___' }, 'There is no `name`']
  ])('%s', (_, around, part) => {
    const mistakes = mistakesOf({}, '', around)
    expect(mistakes).toHaveLength(1)
    expect(mistakes[0]).toContain(part)
  })

  test('is not asked for when it was given, even if that was wrong', () => {
    expect(mistakesOf({ name: 'X', regions: 'Y' }, '', {})).toHaveLength(2)
    expect(parsed({ name: 'shop', regions: 'eu-west-1' }, '', {}).config.identity.roleSessionName).toBe('slipway-local')
  })
})

test('all mistakes come in one message, each with its place', () => {
  const file = 'cpu: 300\ncontainer_port: 80\nwww: yes\n'
  const act = () =>
    parse(
      { given: { domain: '*.x.example', memory: '2 GB' }, unknown: ['rebiuld', 'zzz'] },
      parseConfigFile('ops/slipway.yml', file),
      surroundings
    )
  expect(act).toThrow(Failure)
  try {
    act()
  } catch (error) {
    const failure = error as Failure
    expect(failure.code).toBe('INPUT_INVALID')
    expect(failure.evidence).toEqual([
      'There is no input `rebiuld`; did you mean `rebuild`?',
      'There is no input `zzz`; take it away, or rename the environment variable INPUT_ZZZ if it is yours',
      'ops/slipway.yml, line 2: there is no setting `container_port`; did you mean `container-port`?',
      expect.stringContaining('`cpu` in ops/slipway.yml, line 1, is `300`; Fargate takes'),
      'Input `memory` is `2 GB`; the unit is fixed: write `2` if that is meant; a whole number from 1 to 249856 is wanted',
      'Input `domain` is `*.x.example`; a wildcard is not one site; name the one to serve, such as `www.x.example`',
      '`www` in ops/slipway.yml, line 3, is `yes`; write `true` or `false`'
    ])
    expect(failure.sentence).toBe(
      `7 mistakes in the settings:\n${failure.evidence.map((line) => `- ${line}`).join('\n')}`
    )
    expect(failure.remedy).toContain('Correct them')
  }
})

test('values that may be secret are in no message', () => {
  const text = mistakesOf({
    env: 'DB_PASSWORD=hunter2\nhunter2',
    'build-secrets': 'a=hunter2\nhunter2',
    secrets: 'X=hunter2!'
  }).join('\n')
  expect(text).toContain('line 2')
  expect(text).not.toContain('hunter2')
})

test('reads the file of the workspace', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'slipway-'))
  writeFileSync(join(workspace, 'web.yml'), 'name: web')
  const runner = { ...readRunner({ AWS_REGION: 'eu-west-1' }), workspace }
  expect(parseConfig({ given: { config: ' web.yml ' }, unknown: [] }, runner).config.name).toBe('web')
})

describe('warnings', () => {
  test.each<[string, Given, string]>([
    [
      'a grace that is too short',
      { 'health-check-grace-seconds': '60' },
      'is 60, and a slow start may need 120 (the largest of 120, 0 + (2 + 2) x 10 = 40'
    ],
    ['the newest size', { cpu: '32768', memory: '61440' }, 'only in some regions'],
    ['a public range', { 'vpc-cidr': '203.0.113.0/24' }, 'is public'],
    ['a credential in a URL', { env: 'DATABASE_URL=postgres://shop:hunter2@db/shop' }, 'the shape of a credential']
  ])('%s', (_, given, part) => {
    const { warnings } = parsed(given)
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(part)
  })

  test('the grace that was given counts', () => {
    expect(parsed({ 'health-check-grace-seconds': '60' }).config.health.graceSeconds).toBe(60)
    expect(parsed({ 'health-check-grace-seconds': '500' }).warnings).toEqual([])
  })

  test('secret values in a file of the repository', () => {
    expect(parsed({}, 'build-secrets:\n  npm: hunter2').warnings).toEqual([
      '`build-secrets` in .github/slipway.yml, line 1: secret values do not belong in a file of the repository'
    ])
  })
})

describe('secret values', () => {
  test('plain secrets that are allowed, build secrets and credentials in URLs are masked', () => {
    const url = 'postgres://shop:hunter2@db/shop'
    const { secretValues } = parsed({
      env: `DB_PASSWORD=hunter2\nMODE=x\nDATABASE_URL=${url}`,
      'build-args': 'API_KEY=abcdef',
      'build-secrets': 'npm=token-1',
      'allow-plain-secrets': 'true'
    })
    expect(secretValues).toEqual(['hunter2', url, 'abcdef', 'token-1'])
  })

  test('but not a part of what we must print', () => {
    const { secretValues, warnings } = parsed({ 'build-secrets': 'a=shop\nb=west\nc=\nd=other-1', domain: 'x.example' })
    expect(secretValues).toEqual(['other-1'])
    expect(warnings).toEqual(['A secret value is a part of a name that we must print, and is not masked'])
  })
})
