// A plan as lines and as Markdown: each thing that it may say, once.
import { describe, expect, test } from '@jest/globals'
import { previewLines, previewMarkdown } from '../../../src/action/report/preview.ts'
import {
  costText,
  imageText,
  resourceTexts,
  stackText,
  taskChangeText
} from '../../../src/action/report/preview-words.ts'
import type { Preview, ResourcePreview, StackPreview, TaskChange } from '../../../src/model/preview.ts'

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`
const nothing: Preview = {
  region: 'eu-west-1',
  hasChanges: false,
  image: { do: 'reuse', image: { digest, reference: `r.example/shop@${digest}` }, tag: 'git-1' },
  platform: { do: 'nothing' },
  service: { do: 'nothing' },
  task: { do: 'nothing' },
  interruptions: [],
  monthly: []
}
const resource = (logicalId: string, over: Partial<ResourcePreview> = {}): ResourcePreview => ({
  logicalId,
  type: 'T',
  what: 'the rule',
  does: 'change',
  certainty: 'will',
  properties: [],
  ...over
})
const change: TaskChange = {
  of: 'setting',
  name: 'cpu',
  does: 'change',
  certainty: 'will',
  before: '256',
  after: '512'
}

const everything: Preview = {
  ...nothing,
  hasChanges: true,
  image: { do: 'build', tag: 'git-2', platform: 'linux/amd64' },
  platform: { do: 'unknown', because: 'it is in UPDATE_FAILED and accepts no change' },
  service: {
    do: 'change',
    certainty: 'possible',
    resources: [resource('Rule', { properties: [{ name: 'Priority', before: '1', after: '2' }] }), resource('Group')]
  },
  task: { do: 'register', certainty: 'possible', changes: [change] },
  copies: 'shop-app:1',
  restarts: { certainty: 'will', because: ['the task definition changes', '`force-new-deployment` is on'] },
  protection: { on: true, stacks: ['shop-platform', 'shop-service'] },
  interruptions: ['`Rule` would be replaced.'],
  monthly: [{ what: 'task', dollars: 9.01 }]
}

test('nothing to do is three words and what stays', () => {
  expect(previewLines(nothing)).toEqual([
    'Nothing would change.',
    'image: shop@sha256:0123456789ab is there and would be used',
    'task definition stays as it is',
    'platform stack stays as it is',
    'service stack stays as it is'
  ])
})

test('in the log each thing is a line', () => {
  expect(previewLines(everything)).toEqual([
    'A deployment would change this:',
    'All tasks would be replaced by fresh ones: the task definition changes; force-new-deployment is on',
    'interrupts: Rule would be replaced.',
    'image: would be built for linux/amd64 and pushed as git-2',
    'shop-app:1 runs and is not the newest revision: a copy of it is registered first',
    'task definition may get a new revision',
    '  cpu changed: 256 -> 512',
    'platform stack cannot be told: it is in UPDATE_FAILED and accepts no change',
    'service stack may be changed',
    '  Rule, the rule: changed (Priority: 1 -> 2)',
    '  Group, the rule: changed',
    'shop-platform and shop-service would be protected against deletion',
    expect.stringContaining('About +9.01 USD a month (task +9.01; ')
  ])
})

test('of what is made anew the log has the names alone, and nothing of a first revision; the Markdown has all of it', () => {
  const made: StackPreview = { do: 'create', resources: [resource('A'), resource('B')], removesFirst: false }
  const lines = previewLines({ ...everything, platform: made, service: made })
  expect(lines).toEqual(expect.arrayContaining(['platform stack would be made, with 2 resources', '  A, B']))
  expect(lines.filter((line) => line.includes('cpu'))).toEqual([])
  const text = previewMarkdown({ ...everything, platform: made, service: made })
  expect(text).toContain('| changed | the rule (A) |')
  expect(text).toContain('`cpu` changed: `256`')
})

test('in Markdown what changes of resources is a table', () => {
  const text = previewMarkdown(everything)
  expect(text).toContain('**A deployment would change this:**')
  expect(text).toContain('Interrupts:\n- `Rule` would be replaced.')
  expect(text).toContain('| changed | the rule (Rule) | `Priority`: `1` -&gt; `2` |')
  expect(text).toContain('`shop-app:1` runs and is not the newest revision')
  expect(text).toContain('`shop-platform` and `shop-service` would be protected against deletion.')
  expect(text).toContain('Platform stack: cannot be told: it is in UPDATE\\_FAILED and accepts no change.')
})

test('a refusal comes first, with the way out, and has the interruptions in it', () => {
  const refused = { ...everything, refused: { sentence: 'It would interrupt.', remedy: 'Undo `it`.' } }
  const lines = previewLines(refused)
  expect(lines.slice(1, 3)).toEqual(['It would interrupt.', 'What to do: Undo it.'])
  expect(lines.join('\n')).not.toContain('interrupts:')
  const text = previewMarkdown(refused)
  expect(text).toMatch(
    /^\*\*A deployment would be refused\.\*\*\n\nIt would interrupt\.\n\n\*\*What to do\*\*: Undo `it`\./
  )
  expect(text).not.toContain('Interrupts:')
})

test('what only may be is said so, and so is protection that goes', () => {
  const lines = previewLines({
    ...everything,
    task: { do: 'unknown', because: 'of that' },
    restarts: { certainty: 'possible', because: ['an image is built'] },
    protection: { on: false, stacks: ['shop-service'] }
  })
  expect(lines).toContain('task definition cannot be told: of that')
  expect(lines).toContain('All tasks may be replaced by fresh ones: an image is built')
  expect(lines).toContain('shop-service would not be protected against deletion any more')
  expect(previewLines({ ...everything, task: { do: 'register', certainty: 'will', changes: [] } })).toContain(
    'task definition gets a new revision'
  )
})

describe('the words say', () => {
  test('what becomes of an image', () => {
    expect(imageText({ do: 'push', tag: 't', local: 'app:1', platform: 'p' })).toBe('`app:1` would be pushed as `t`')
  })

  test.each<[StackPreview, string]>([
    [{ do: 'create', resources: [resource('A')], removesFirst: false }, 'would be made, with 1 resources'],
    [
      { do: 'create', resources: [], removesFirst: true },
      'would be made, with 0 resources, after what an earlier creation that failed left has been removed'
    ],
    [{ do: 'change', certainty: 'will' }, 'would be changed; by what, its change set tells when it is its turn'],
    [{ do: 'change', certainty: 'will', resources: [] }, 'would be changed, in nothing but its outputs']
  ])('what becomes of a stack: %j', (stack, text) => {
    expect(stackText(stack)).toBe(text)
  })

  test.each<[ResourcePreview['does'], string]>([
    ['add', 'made'],
    ['adopt', 'adopted'],
    ['replace', 'replaced'],
    ['remove', 'removed'],
    ['release', 'left alone (it stays in the account)']
  ])('what becomes of a resource: %s', (does, text) => {
    const fates = (['will', 'possible'] as const).map((certainty) => resource('A', { does, certainty }))
    expect(resourceTexts(fates).map(({ fate }) => fate)).toEqual([text, `possibly ${text}`])
  })

  test('of all resources that only get other tags, that they stay what they are', () => {
    expect(resourceTexts([resource('A', { does: 'tag' }), resource('B'), resource('C', { does: 'tag' })])).toEqual([
      { fate: 'changed', what: 'the rule', name: 'B', properties: [] },
      { fate: 'tagged', what: '2 resources get other tags and stay what they are', name: 'A, C', properties: [] }
    ])
  })

  test.each<[Partial<TaskChange>, string]>([
    [{}, '`cpu` changed: `256` -> `512`'],
    [{ of: 'env', container: 'app', name: 'A' }, 'variable `A` of `app` changed: `256` -> `512`'],
    [{ of: 'secret', name: 'S', certainty: 'possible' }, 'secret `S` possibly changed: `256` -> `512`'],
    [{ before: 'x'.repeat(200) }, `\`cpu\` changed: \`${'x'.repeat(120)}...\` -> \`512\``],
    [{ before: `shop@sha256:${'a'.repeat(64)}` }, `\`cpu\` changed: \`shop@sha256:${'a'.repeat(12)}\` -> \`512\``],
    [{ after: 'a`b' }, "`cpu` changed: `256` -> `a'b`"]
  ])('what changes in the task: %j', (over, text) => {
    expect(taskChangeText({ ...change, ...over })).toBe(text)
  })

  test.each<[TaskChange, string]>([
    [{ of: 'setting', name: 'cpu', does: 'add', certainty: 'will', after: '1' }, '`cpu` set = `1`'],
    [{ of: 'setting', name: 'cpu', does: 'remove', certainty: 'will', before: '1' }, '`cpu` removed (was `1`)'],
    [{ of: 'setting', name: 'cpu', does: 'change', certainty: 'will' }, '`cpu` changed']
  ])('what is new in the task, goes, or is not told: %#', (one, text) => {
    expect(taskChangeText(one)).toBe(text)
  })

  test('what it costs a month, and nothing where it costs nothing', () => {
    expect(costText([])).toBeUndefined()
    const text = costText([
      { what: 'task', dollars: 9 },
      { what: 'firewall', dollars: -10.5 }
    ])
    expect(text).toMatch(/^About -1\.50 USD a month \(task \+9\.00, firewall -10\.50; .*us-east-1.*2026/)
  })
})
