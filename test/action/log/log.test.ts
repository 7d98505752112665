import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Progress } from '../../../src/model/progress.ts'
import { openLog } from '../../../src/action/log/log.ts'
import { listenToOutput } from '../output.ts'

let output: ReturnType<typeof listenToOutput>
beforeEach(() => {
  output = listenToOutput()
})
afterEach(() => {
  output.end()
})

/** Each step takes a second. */
function steps(progress: readonly Progress[], end: () => string, tick: () => void) {
  return (async function* () {
    for (const one of progress) {
      tick()
      yield await Promise.resolve(one)
    }
    return end()
  })()
}

function open() {
  let now = 0
  return {
    log: openLog({ now: () => now }),
    tick: () => {
      now += 1000
    }
  }
}

test('shows a run, gives what it made, keeps the times', async () => {
  const { log, tick } = open()
  log.keepSecret(['hunter2', 'two\nlines', 'abc'])
  const made = await log.show(
    steps(
      [
        { at: 'started', stage: 'image', title: 'Build hunter2' },
        { at: 'output', stage: 'image', text: '::add-mask::x\rabc lines' },
        { at: 'secret', stage: 'image', value: 'password-1' },
        { at: 'changed', stage: 'image', text: 'with password-1 and postgres://a:b@c' },
        { at: 'warning', stage: 'image', text: 'beware of hunter2\nand more' },
        { at: 'finished', stage: 'image', text: 'done' }
      ],
      () => 'made',
      tick
    )
  )
  expect(made).toBe('made')
  expect(output.lines()).toEqual([
    '::add-mask::two%0Alines',
    '::add-mask::hunter2',
    '::add-mask::lines',
    '::group::Build ***',
    '| ::add-mask::x',
    'abc ***',
    '::add-mask::password-1',
    'with *** and postgres://***@c',
    '::warning::beware of ***%0Aand more',
    '::endgroup::',
    'Build ***: done (5 s)'
  ])
  expect(log.timeline()).toEqual([
    { stage: 'image', title: 'Build hunter2', startedAt: 1000, endedAt: 6000, result: 'done' }
  ])
})

test.each<[string, string, string]>([
  ['that has the shape of a key in it', 'AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI', 'k=***'],
  ['that has a password in it', 'postgres://u:p@h/db?token=x', 'k=***']
])('a known value %s is blanked out as a whole', async (_, value, shown) => {
  const { log, tick } = open()
  log.keepSecret([value])
  const masks = output.lines().length
  const text = `k=${value}`
  await log.show(
    steps(
      [
        { at: 'output', stage: 'image', text },
        { at: 'started', stage: 'image', title: 'Build' },
        { at: 'output', stage: 'image', text },
        { at: 'changed', stage: 'image', text },
        { at: 'finished', stage: 'image', text }
      ],
      () => 'made',
      tick
    )
  )
  expect(output.lines().slice(masks)).toEqual([
    shown,
    '::group::Build',
    shown,
    shown,
    '::endgroup::',
    `Build: ${shown} (3 s)`
  ])
  expect(log.timeline()).toMatchObject([{ result: shown }])
})

test('a private key is blanked out where another one is a known value', async () => {
  const { log, tick } = open()
  const [begin = '', end = ''] = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`)
  log.keepSecret([[begin, 'known', end].join('\n')])
  const masks = output.lines().length
  await log.show(
    steps(
      [
        { at: 'started', stage: 'image', title: 'Build' },
        ...[begin, 'other', end, 'after'].map((text): Progress => ({ at: 'output', stage: 'image', text }))
      ],
      () => 'made',
      tick
    )
  )
  expect(output.lines().slice(masks)).toEqual([
    '::group::Build',
    '***',
    '***',
    '***',
    'after',
    '::endgroup::',
    'Build: not finished (4 s)'
  ])
})

test('what is thrown goes on, after the groups are closed', async () => {
  const { log, tick } = open()
  const act = log.show(
    steps(
      [{ at: 'started', stage: 'image', title: 'Image' }],
      () => {
        throw new Error('no')
      },
      tick
    )
  )
  await expect(act).rejects.toThrow('no')
  expect(output.lines()).toEqual(['Image: not finished (0 s)'])
  expect(log.timeline()).toHaveLength(1)
})

test('prints outside of stages', () => {
  const { log } = open()
  const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`)
  log.print(['a', begin ?? '', 'secret', end ?? '', 'b'])
  log.warn('odd')
  expect(output.lines()).toEqual(['a', '***', '***', '***', 'b', '::warning::odd'])
  expect(log.hide(`x\n${begin ?? ''}\nsecret`)).toBe('x\n***\n***')
})

test('what does not come to its end is closed when it is over', async () => {
  const { log } = open()
  const over = Promise.withResolvers<never>()
  const hangs = (async function* (): AsyncGenerator<Progress, string, void> {
    yield { at: 'started', stage: 'image', title: 'Build' }
    yield { at: 'changed', stage: 'image', text: 'step 1' }
    over.reject(new Error('over'))
    return await new Promise<string>(() => undefined)
  })()
  await expect(log.show(hangs, over.promise)).rejects.toThrow('over')
  expect(log.timeline()).toMatchObject([{ stage: 'image', title: 'Build' }])
})
