// What neither linter asks, and what act does not do: rights, environments, time-outs, who waits for whom.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { examples, ours, read } from './files.ts'

interface Job {
  readonly uses?: string
  readonly if?: string
  readonly needs?: string
  readonly steps?: readonly Step[]
  readonly permissions?: Readonly<Record<string, string>>
  readonly 'timeout-minutes'?: number
  readonly environment?: { readonly name: string; readonly url?: string }
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean; readonly queue?: string }
  readonly outputs?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}
interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly on: {
    readonly workflow_call?: {
      readonly inputs: Readonly<Record<string, { readonly description?: string; readonly type?: string }>>
      readonly outputs: Readonly<Record<string, { readonly description?: string; readonly value: string }>>
    }
  }
  readonly permissions: unknown
  readonly jobs: Readonly<Record<string, Job>>
}

const all = [...ours, ...examples].map((path) => [path, parse(read(path)) as Workflow] as const)
const called = new Map(
  all.flatMap(([path, { on, jobs }]) => {
    const call = on.workflow_call
    const [job] = Object.values(jobs)
    return call && job ? [[path.replace('.github/workflows/', ''), { call, job }] as const] : []
  })
)
const get = (name: string) => {
  const found = called.get(name)
  assert.ok(found, `${name} is called, and there is none`)
  return found
}

test('the reusable workflows are these', () => {
  assert.deepEqual([...called.keys()], ['deploy.yml', 'destroy.yml', 'plan.yml', 'rollback.yml', 'status.yml'])
})

for (const [path, { permissions, jobs }] of all) {
  test(`${path} grants nothing by default, and each job ends`, () => {
    assert.deepEqual(permissions, {})
    for (const [name, job] of Object.entries(jobs)) {
      assert.ok(job.permissions, `${name} has no permissions`)
      assert.ok(job.uses !== undefined || job['timeout-minutes'] !== undefined, `${name} has no timeout-minutes`)
    }
  })

  test(`${path} uses others by commit, with the version beside`, () => {
    const others = read(path).matchAll(/uses: (?!\$\/|OWNER\/REPO[/@])(.*)/g)
    for (const [, uses = ''] of others) assert.match(uses, /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  test(`${path} grants what the workflows need that it calls, and no more`, () => {
    for (const job of Object.values(jobs)) {
      const name = /^OWNER\/REPO\/\.github\/workflows\/(.*)@v1$/.exec(job.uses ?? '')?.[1]
      if (name !== undefined) assert.deepEqual(job.permissions, get(name).job.permissions)
    }
  })
}

for (const [name, { call, job }] of called) {
  test(`${name} says what each input and output is, and gives each output on`, () => {
    for (const [input, { description, type }] of Object.entries(call.inputs)) assert.ok(description && type, input)
    for (const [output, { description, value }] of Object.entries(call.outputs)) {
      assert.ok(description, output)
      assert.match(value, new RegExp(`^\\$\\{\\{ jobs\\.\\w+\\.outputs\\.${output} \\}\\}$`))
    }
    assert.deepEqual(Object.keys(job.outputs ?? {}), Object.keys(call.outputs))
  })
}

test('deploy, rollback and destroy of one app wait for each other, and none is cancelled or lost', () => {
  const groups = ['deploy.yml', 'rollback.yml', 'destroy.yml'].map((name) => get(name).job.concurrency)
  const [first] = groups
  assert.match(first?.group ?? '', /inputs\.environment.*inputs\.config/)
  for (const concurrency of groups) {
    assert.deepEqual(concurrency, { ...first, 'cancel-in-progress': false, queue: 'max' })
  }
})

test('what changes something runs in the environment that is asked for', () => {
  for (const name of ['deploy.yml', 'rollback.yml', 'destroy.yml']) {
    assert.equal(get(name).job.environment?.name, '${{ inputs.environment }}')
  }
  assert.equal(get('deploy.yml').job.environment?.url, '${{ steps.slipway.outputs.url }}')
})

for (const [path, { jobs }] of all) {
  test(`${path} leaves no token in a checkout`, () => {
    for (const { uses, with: given } of Object.values(jobs).flatMap(({ steps = [] }) => steps)) {
      if (uses?.startsWith('actions/checkout@')) assert.equal(given?.['persist-credentials'], false)
    }
  })
}

const acting = [
  ['deploy.yml', ['deploy'], '${{ vars.DEPLOY_ROLE }}'],
  ['rollback.yml', ['rollback'], '${{ vars.DEPLOY_ROLE }}'],
  ['destroy.yml', ['destroy'], '${{ vars.DEPLOY_ROLE }}'],
  ['plan.yml', ['plan'], '${{ inputs.role-to-assume || vars.READ_ONLY_ROLE }}'],
  ['status.yml', ['status', 'verify'], '${{ inputs.role-to-assume || vars.READ_ONLY_ROLE }}']
] as const

for (const [name, commands, role] of acting) {
  test(`${name} hands the action its inputs, its command and its roles`, () => {
    const { call, job } = get(name)
    const steps = (job.steps ?? []).filter(({ uses }) => uses === '$/.github/actions/slipway')
    assert.deepEqual(
      steps.map(({ with: given }) => given?.command),
      commands
    )
    const own = ['environment', 'runs-on', 'role-to-assume']
    for (const given of steps.map((step) => step.with ?? {})) {
      for (const input of Object.keys(call.inputs).filter((each) => !own.includes(each))) {
        const expression = new RegExp(`^\\$\\{\\{ inputs\\.${input}( && 'true' \\|\\| '')? \\}\\}$`)
        assert.match(String(given[input]), expression)
      }
      assert.equal(given['role-to-assume'], role)
      assert.equal(given['cloudformation-role-arn'], '${{ vars.CLOUDFORMATION_ROLE }}')
      assert.equal(given['permissions-boundary-arn'], '${{ vars.PERMISSIONS_BOUNDARY }}')
    }
  })
}

test('a plan passes over forks', () => {
  assert.match(get('plan.yml').job.if ?? '', /pull_request\.head\.repo\.full_name == github\.repository$/)
})

test('nothing is released that was not checked on main', () => {
  const { jobs } = new Map(all).get('.github/workflows/release.yml') ?? assert.fail()
  assert.equal(jobs.check?.if, "github.ref == 'refs/heads/main'")
  assert.equal(jobs.release?.needs, 'check')
})
