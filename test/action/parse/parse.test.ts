import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { parseConfigFile } from '../../../src/action/parse/config-file.ts'
import { parse, parseConfig } from '../../../src/action/parse/parse.ts'
import { readRunner } from '../../../src/action/runner.ts'
import { Failure } from '../../../src/model/failure.ts'
import { plain } from '../../template/example.ts'
import { certificate, mistakesOf, parsed } from '../asking.ts'

const role = 'arn:aws:iam::111122223333:role/deploy'

test('nothing but the job is enough: every default of the contract', () => {
  const { configs, warnings, secretValues } = parsed({})
  expect({ configs, warnings, secretValues }).toEqual({
    configs: [{ ...plain, identity: { roleSessionName: 'slipway-42', audience: 'sts.amazonaws.com' } }],
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
      'scan-gate': 'high',
      'scan-wait-minutes': '10',
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
    region: 'eu-west-1',
    timeoutMinutes: 45,
    forceNewDeployment: true,
    keepImages: false,
    allowReplacement: false,
    terminationProtection: false,
    tags: { team: 'shop', by: 'dependabot-bot-' },
    overrides: {},
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
    scanGate: { at: 'shut', from: 'HIGH', waitMinutes: 10 },
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
      graceBy: 'computed',
      neededGrace: {
        seconds: 420,
        sum: 'the largest of 120, 300 + (2 + 2) x 30 = 420 (load balancer) and 300 + 3 x 30 = 390 (container check)'
      },
      deregistrationDelaySeconds: 0
    },
    rollout: { ...plain.rollout, failureThreshold: 3, onCancel: 'leave' },
    scaling: plain.scaling,
    network: { ...plain.network, vpcCidr: '10.9.0.0/24' },
    cluster: plain.cluster,
    balancer: plain.balancer,
    frontDoor: {
      at: 'domain',
      domain: 'shop.example',
      www: false,
      hostedZone: { do: 'use', id: 'Z1' },
      certificateArn: certificate,
      evaluateTargetHealth: false,
      adoptRecords: false
    },
    logs: { retentionDays: 'never', failureLines: 0 }
  })
})

test('all mistakes come in one message, each with its place', () => {
  const file = 'cpu: 300\ncontainer_port: 80\nwww: yes\n'
  const act = () =>
    parse(
      { given: { domain: '*.x.example', memory: '2 GB' }, unknown: ['rebiuld', 'zzz'] },
      parseConfigFile('ops/slipway.yml', file),
      { repository: 'owner/shop', region: 'eu-west-1' }
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
      expect.stringContaining('`cpu` (ops/slipway.yml, line 1) is `300`; Fargate takes'),
      'Input `memory` is `2 GB`; the unit is fixed, so write the number alone; a whole number from 1 to 249856 is wanted',
      'Input `domain` is `*.x.example`; a wildcard is not one site; name the one to serve, such as `www.x.example`',
      '`www` (ops/slipway.yml, line 3) is `yes`; write `true` or `false`'
    ])
    expect(failure.sentence).toBe(
      `7 mistakes in the settings:\n${failure.evidence.map((line) => `- ${line}`).join('\n')}`
    )
    expect(failure.remedy).toContain('Correct them')
  }
})

test('reads the file of the workspace', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'slipway-'))
  writeFileSync(join(workspace, 'web.yml'), 'name: web')
  const runner = { ...readRunner({ AWS_REGION: 'eu-west-1' }), workspace }
  expect(parseConfig({ given: { config: ' web.yml ' }, unknown: [] }, runner).configs[0].name).toBe('web')
})

test('of a file that cannot be read nobody says what is missing in it', () => {
  expect(mistakesOf({}, 'a: b: c', {})).toEqual([expect.stringContaining('this is not YAML')])
})
