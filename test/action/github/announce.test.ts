import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createServer } from 'node:http'
import { Failure } from '../../../src/model/failure.ts'
import type { Preview } from '../../../src/model/preview.ts'
import type { Verdicts } from '../../../src/model/verdict.ts'
import { announcing } from '../../../src/action/github/announce.ts'
import { openGitHub } from '../../../src/action/github/github.ts'
import { readRunner } from '../../../src/action/runner.ts'
import { startGitHub, type Comment } from './fake.ts'
import { listenToOutput } from '../output.ts'
import { closed, listening } from '../../listening.ts'

let output: ReturnType<typeof listenToOutput>
beforeEach(() => {
  output = listenToOutput()
})
afterEach(() => {
  output.end()
  process.removeAllListeners('SIGINT')
  process.removeAllListeners('SIGTERM')
})

const preview: Preview = {
  hasChanges: true,
  image: { do: 'build', platform: 'linux/amd64', tag: 'git-1', because: [] },
  platform: { stack: 'shop-platform', do: 'nothing' },
  service: { stack: 'shop-service', do: 'nothing' },
  task: { do: 'nothing' },
  interruptions: ['Tasks move from arn:aws:ecs:eu-west-1:123456789012:cluster/old to another cluster.'],
  monthly: []
} as unknown as Preview

const planned = (hasChanges = true): Verdicts => [
  { verdict: 'planned', preview: { ...preview, hasChanges }, facts: { region: 'eu-west-1', hasChanges } }
]
const marker = '<!-- slipway plan: shop -->'
const comment = (id: number, body: string, of: Partial<Comment> = {}): Comment => ({
  id,
  body,
  user: { type: 'Bot' },
  author_association: 'NONE',
  ...of
})
const hide = (text: string): string => text.replaceAll('hunter2', '***')

interface Told {
  readonly command?: 'plan' | 'deploy' | 'status'
  readonly verdicts?: Verdicts
  readonly comments?: readonly Comment[]
  readonly refuse?: Parameters<typeof startGitHub>[1]
  readonly pullRequest?: number | undefined
  readonly token?: string | undefined
}

async function tell({ command = 'plan', verdicts = planned(), comments, refuse, ...rest }: Told = {}) {
  const github = await startGitHub(comments, refuse)
  const runner = readRunner({ GITHUB_REPOSITORY: 'acme/shop', GITHUB_SHA: 'c0ffee123456', GITHUB_RUN_ID: '42' })
  const { pullRequest, token } = { pullRequest: 5, token: 'ghs_1', ...rest }
  try {
    const announce = announcing(
      { command, name: 'shop' },
      { environment: 'production', ...(token !== undefined && { token }) },
      { ...runner, apiUrl: github.url, ...(pullRequest !== undefined && { pullRequest }) }
    )
    await announce?.(verdicts, hide)
    return { ...github, isTold: announce !== undefined, names: github.calls.map(({ call }) => call) }
  } finally {
    await github.close()
  }
}

describe('a plan on a pull request', () => {
  test('is a comment with the whole plan folded, and no account', async () => {
    const { comments, calls } = await tell()
    expect(comments).toHaveLength(1)
    const body = comments[0]?.body ?? ''
    expect(body.startsWith(`${marker}\n### shop`)).toBe(true)
    expect(body).toContain('<details><summary>A deployment would change this:</summary>')
    expect(body).toContain('Of c0ffee1')
    expect(body).toContain('(account)')
    expect(body).not.toContain('123456789012')
    expect(calls[0]?.authorization).toBe('token ghs_1')
  })

  test('hides what must not be read', async () => {
    const failure = new Failure({
      code: 'INPUT_INVALID',
      sentence: 'It is hunter2.',
      remedy: 'Change it.',
      evidence: ['hunter2 in 123456789012']
    })
    const { comments } = await tell({
      verdicts: [{ verdict: 'failed', failure, facts: { region: 'eu-west-1', hasChanges: false } }]
    })
    const told = [
      '**INPUT_INVALID**: It is ***.',
      '**What to do**: Change it.',
      '**What was seen**:',
      '```text\n*** in (account)\n```'
    ]
    expect(comments[0]?.body).toContain(told.join('\n\n'))
  })

  test('takes the place of the one before, behind more than a page of others', async () => {
    const others = Array.from({ length: 130 }, (_, index) => comment(index, 'looks good'))
    const { comments, names } = await tell({ comments: [...others, comment(500, `${marker}\nold`)] })
    expect(names).toEqual([
      'GET /repos/acme/shop/issues/5/comments',
      'GET /repos/acme/shop/issues/5/comments',
      'PATCH /repos/acme/shop/issues/comments/500'
    ])
    expect(comments.at(-1)?.body).toContain('A deployment would change this')
  })

  test('is left as it is when it says the same', async () => {
    const { comments } = await tell()
    const { names } = await tell({ comments })
    expect(names).toEqual(['GET /repos/acme/shop/issues/5/comments'])
  })

  test('that changes nothing makes no comment, but mends the one that is there', async () => {
    expect((await tell({ verdicts: planned(false) })).comments).toEqual([])
    const { comments } = await tell({ verdicts: planned(false), comments: [comment(1, `${marker}\nold`)] })
    expect(comments[0]?.body).toContain('Nothing would change.')
  })

  test('takes no comment of a stranger for ours', async () => {
    const theirs = comment(1, `${marker}\nmine`, { user: { type: 'User' }, author_association: 'NONE' })
    const { comments } = await tell({ comments: [theirs] })
    expect(comments).toHaveLength(2)
    expect(comments[0]).toEqual(theirs)
  })

  test('tells each region', async () => {
    const [first] = planned()
    const { comments } = await tell({
      verdicts: [first, { ...first, facts: { region: 'us-east-1', hasChanges: true } }]
    })
    expect(comments[0]?.body).toContain('<summary>us-east-1: A deployment')
  })

  const failed = (region: string, evidence: readonly string[] = []): Verdicts[0] => {
    const failure = new Failure({
      code: 'ACCESS_DENIED',
      sentence: `Denied in ${region}.`,
      remedy: 'Allow it.',
      evidence
    })
    return { verdict: 'failed', failure, facts: { region, hasChanges: false } }
  }

  test('has the failure of each region, however much was seen of one, and of that its end', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `Line ${index}.`)
    const { comments } = await tell({ verdicts: [failed('eu-west-1', lines), failed('us-east-1')] })
    const body = comments[0]?.body ?? ''
    expect(body).toContain('**ACCESS_DENIED** in us-east-1: Denied in us-east-1.')
    expect(body).toMatch(/\n\(\d+ earlier lines are in the log\)\n/)
    expect(body).toContain('\nLine 4999.\n```')
    expect(body).not.toContain('This is cut off')
  })

  test('tells a failure that all regions share once, and what stands beside one', async () => {
    const one = failed('all')
    const facts = { region: 'us-east-1', hasChanges: false }
    const shared = await tell({ verdicts: [one, { ...one, facts }] })
    expect(shared.comments[0]?.body.split('**ACCESS_DENIED**: Denied in all.')).toHaveLength(2)
    const [other] = planned()
    const { comments } = await tell({ verdicts: [failed('eu-west-1'), { ...other, facts }] })
    expect(comments[0]?.body).toContain('**ACCESS_DENIED** in eu-west-1: Denied')
    expect(comments[0]?.body).toContain('<summary>us-east-1: A deployment')
  })

  test('is cut where GitHub takes no more', async () => {
    const long = {
      ...preview,
      interruptions: Array.from({ length: 3000 }, (_, index) => `It interrupts thing ${index}.`)
    }
    const { comments } = await tell({
      verdicts: [{ verdict: 'planned', preview: long, facts: { region: 'eu-west-1', hasChanges: true } }]
    })
    expect(comments[0]?.body.length).toBeLessThanOrEqual(65_536)
    // Where it is read without unfolding anything, and with no half of a line at the end.
    expect(comments[0]?.body.split('\n').slice(0, 4).join('\n')).toMatch(
      /^.*\n### shop\n\nThis is cut off.*summary of the run\.$/
    )
    expect(comments[0]?.body).toMatch(/thing \d+\.$/)
  })

  test('says nothing where the token may not write, as on a fork', async () => {
    const { isTold } = await tell({
      refuse: {
        'POST /repos/acme/shop/issues/5/comments': {
          status: 403,
          body: { message: 'Resource not accessible by integration' }
        }
      }
    })
    expect(isTold).toBe(true)
    expect(output.lines().filter((line) => !line.startsWith('::debug::'))).toEqual([])
  })

  test.each([
    ['a rate limit', 403, 'API rate limit exceeded for installation.'],
    ['a refusal', 422, 'Validation Failed'],
    ['an outage', 502, 'Bad Gateway']
  ])('says so after %s, and goes on', async (_, status, message) => {
    await tell({ refuse: { 'GET /repos/acme/shop/issues/5/comments': { status, body: { message } } } })
    expect(output.lines().join('\n')).toMatch(/^GitHub did not take the comment with the plan: /)
    expect(output.lines().join('\n')).toContain(message)
  })
})

describe('no plan is told', () => {
  test('without a token', async () => {
    expect((await tell({ token: undefined })).isTold).toBe(false)
  })
  test('on anything but a pull request', async () => {
    expect((await tell({ pullRequest: undefined })).names).toEqual([])
  })
  test('of another command', async () => {
    expect((await tell({ command: 'status' })).isTold).toBe(false)
  })
})

describe('a deployment', () => {
  const url = 'https://shop.example'
  const facts = { region: 'eu-west-1', url, hasChanges: true }
  const statuses = 'POST /repos/acme/shop/deployments/7/statuses'

  test('is in progress, then a success with its URL', async () => {
    const { calls, names } = await tell({ command: 'deploy', verdicts: [{ verdict: 'deployed', facts }] })
    expect(names).toEqual(['POST /repos/acme/shop/deployments', statuses, statuses])
    expect(calls[0]?.body).toEqual({
      ref: 'c0ffee123456',
      environment: 'production',
      required_contexts: [],
      auto_merge: false
    })
    expect(calls[1]?.body).toEqual({
      state: 'in_progress',
      log_url: 'https://github.com/acme/shop/actions/runs/42'
    })
    expect(calls[2]?.body).toMatchObject({ state: 'success', description: 'deployed', environment_url: url })
  })

  test('is a failure with its sentence, as far as GitHub takes it', async () => {
    const failure = new Failure({
      code: 'CRASH_LOOP',
      sentence: `The container ended with hunter2 ${'x'.repeat(200)}`,
      remedy: ''
    })
    const { calls } = await tell({ command: 'deploy', verdicts: [{ verdict: 'rolled-back', failure, facts }] })
    expect(calls[2]?.body).toMatchObject({ state: 'failure' })
    const description = String(calls[2]?.body.description)
    expect(description).toHaveLength(140)
    expect(description).toMatch(/^The container ended with \*\*\* x+…$/)
  })

  test('has its end told although its beginning was not taken', async () => {
    const { names } = await tell({
      command: 'deploy',
      verdicts: [{ verdict: 'deployed', facts }],
      refuse: { [statuses]: { status: 502, body: { message: 'Bad Gateway' } } }
    })
    expect(names.filter((name) => name === statuses)).toHaveLength(2)
  })

  test('is not recorded where the token may not', async () => {
    const { names } = await tell({
      command: 'deploy',
      verdicts: [{ verdict: 'deployed', facts }],
      refuse: { 'POST /repos/acme/shop/deployments': { status: 403, body: { message: 'Resource not accessible' } } }
    })
    expect(names).toEqual(['POST /repos/acme/shop/deployments'])
    expect(output.lines().filter((line) => !line.startsWith('::debug::'))).toEqual([])
  })
})

test('a cancelled run does not wait for a GitHub that does not answer', async () => {
  const server = createServer(() => undefined)
  const apiUrl = await listening(server)
  const opened = openGitHub('ghs_1', { repository: 'acme/shop', apiUrl, cancelled: AbortSignal.abort() })
  try {
    expect(await opened?.ask('a user', (rest) => rest.users.getAuthenticated())).toBeUndefined()
    expect(output.lines().join()).toContain('GitHub did not take a user')
  } finally {
    await closed(server)
  }
})

test('the library is not loaded before there is something to tell', async () => {
  // It takes no empty token: a promise that nobody waits for would fail the test.
  const runner = readRunner({ GITHUB_REPOSITORY: 'acme/shop' })
  expect(openGitHub('', runner)).toBeDefined()
  await import('@actions/github')
  await new Promise((resolve) => setImmediate(resolve))
})
