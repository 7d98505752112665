import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const template = (...flags: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/template.ts', ...flags], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' }
  })
  return { stdout, stderr, status }
}

test('every input is a flag, and what is printed is one JSON object', () => {
  const { stdout, status } = template(
    ...['--name', 'shop', '--regions', 'eu-west-1', '--cpu=1024', '--memory', '2048', '--env', 'A=1', '--env', 'B=x=2']
  )
  const printed = JSON.parse(stdout) as Record<string, unknown>
  expect([status, Object.keys(printed)]).toEqual([0, ['platform', 'service', 'taskDefinition']])
  expect(printed.taskDefinition).toMatchObject({
    cpu: '1024',
    containerDefinitions: [
      {
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: 'x=2' }
        ]
      }
    ]
  })
})

test('all mistakes are told at once, and nothing is printed', () => {
  const { stdout, stderr, status } = template('--nam', 'shop', '--cpu', '5', '--regions', 'eu-west-1')
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain('There is no input `nam`; did you mean `name`?')
  expect(stderr).toContain('Input `cpu` is `5`')
})

test('the flags are listed on demand', () => {
  const { stdout, status } = template('--help')
  expect(status).toBe(0)
  expect(stdout).toContain('--container-port (whole number)')
})

test('a word that belongs to no flag is said', () => {
  expect(template('--name', 'shop', 'extra').stderr).toContain('`extra` belongs to no flag')
})

test('what only an account can tell is noted beside', () => {
  const { stdout, stderr } = template('--name', 'shop', '--regions', 'eu-west-1', '--domain', 'shop.example')
  expect(stderr).toContain('--www')
  expect(() => JSON.parse(stdout) as unknown).not.toThrow()
})

test('a flag without its value is no text `true`; only true or false may be meant by the flag alone', () => {
  expect(template('--regions', 'eu-west-1', '--name').stderr).toContain('`--name` has no value')
  const { stdout, status } = template(
    ...['--name', 'shop', '--regions', 'eu-west-1', '--domain', 'shop.example', '--www']
  )
  expect([status, stdout.includes('www.shop.example')]).toEqual([0, true])
})

const hasJq = spawnSync('jq', ['--version']).status === 0
const withJq = hasJq ? test : test.skip

withJq('what docs/templates.md fills in is what is left open, and no text of env', () => {
  const text = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8')
  const [, program = ''] = /--arg Image "\$IMAGE" '([^']+)' shop\.json/.exec(text) ?? []
  const values = [
    { OutputKey: 'LogGroupName', OutputValue: '/ecs/shop-app' },
    { OutputKey: 'VpcId', OutputValue: 'vpc-1' }
  ]
  const { stdout } = template('--name', 'shop', '--regions', 'eu-west-1', '--env', 'A=${VpcId}')
  const folder = mkdtempSync(join(tmpdir(), 'template-'))
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify(values))
  const filled = spawnSync(
    'jq',
    ['--slurpfile', 'outputs', 'outputs.json', '--arg', 'Image', 'shop@sha256:1', program],
    {
      cwd: folder,
      input: stdout,
      encoding: 'utf8'
    }
  )
  rmSync(folder, { recursive: true })
  expect([filled.status, filled.stderr]).toEqual([0, ''])
  expect(JSON.parse(filled.stdout)).toMatchObject({
    // Not among the outputs.
    taskRoleArn: '${TaskRoleArn}',
    containerDefinitions: [
      {
        image: 'shop@sha256:1',
        environment: [{ name: 'A', value: '${VpcId}' }],
        logConfiguration: { options: { 'awslogs-group': '/ecs/shop-app' } }
      }
    ]
  })
})

test('the command of docs/templates.md is one that works, and its parameters are those that it names', () => {
  const text = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8')
  const [, command = ''] = /npm run --silent template -- ([\s\S]*?) > shop\.json/.exec(text) ?? []
  const { stdout, stderr, status } = template(...command.split(/[\s\\]+/))
  expect([status, stderr]).toEqual([0, ''])
  const { platform } = JSON.parse(stdout) as { readonly platform: { readonly Parameters: object } }
  const given = [...text.matchAll(/\b(ZoneA|ZoneB|HostedZoneId)=/g)].map(([, name]) => name)
  expect(Object.keys(platform.Parameters).filter((name) => !given.includes(name))).toEqual([])
})

test('of several regions the first is printed', () => {
  const { stdout, status } = template('--name', 'shop', '--regions', 'us-east-1,eu-west-1')
  expect(status).toBe(0)
  expect(stdout).toContain('"awslogs-region": "us-east-1"')
})
