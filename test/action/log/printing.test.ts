import { describe, expect, test } from '@jest/globals'
import type { Progress, Stage } from '../../../src/model/progress.ts'
import {
  advance,
  close,
  nothingPrinted,
  timelineOf,
  type Line,
  type Printing
} from '../../../src/action/log/printing.ts'

const short = (line: Line): string => ('text' in line ? `${line.print} ${line.text}` : line.print)

/** Seconds and progress in, seconds and lines out. */
function printed(...happened: readonly (readonly [number, Progress])[]) {
  let printing: Printing = nothingPrinted(0)
  const lines = happened.map(([seconds, progress]) => {
    const next = advance(printing, progress, seconds * 1000)
    printing = next.printing
    return next.lines.map(short)
  })
  return { lines, printing }
}

const started = (stage: Stage): Progress => ({ at: 'started', stage, title: stage.toUpperCase() })
const changed = (stage: Stage, text: string): Progress => ({ at: 'changed', stage, text })
const waiting = (stage: Stage, text: string): Progress => ({ at: 'waiting', stage, text })
const finished = (stage: Stage, text: string): Progress => ({ at: 'finished', stage, text })
const output = (stage: Stage, text: string): Progress => ({ at: 'output', stage, text })

test('one stage is one group, with its result after it', () => {
  const { lines } = printed(
    [0, started('image')],
    [1, output('image', '#1 FROM\n#2 COPY')],
    [4, finished('image', 'pushed')]
  )
  expect(lines).toEqual([[], ['group IMAGE', 'text #1 FROM', 'text #2 COPY'], ['end', 'text IMAGE: pushed (4 s)']])
})

test('a stage that says nothing is its result alone', () => {
  expect(printed([0, started('observe')], [1, finished('observe', 'nothing')]).lines).toEqual([
    [],
    ['text OBSERVE: nothing (1 s)']
  ])
})

test('a line only when something changed', () => {
  const { lines } = printed(
    [0, started('rollout')],
    [1, changed('rollout', '1 of 2')],
    [2, changed('rollout', '1 of 2')],
    [3, changed('rollout', '2 of 2')],
    [4, changed('rollout', '1 of 2')]
  )
  expect(lines.slice(1)).toEqual([['group ROLLOUT', 'text 1 of 2'], [], ['text 2 of 2'], ['text 1 of 2']])
})

test('what is waited for is told after 30 s of silence, and again every 30 s', () => {
  const { lines } = printed(
    [0, started('rollout')],
    [29, waiting('rollout', 'targets')],
    [31, waiting('rollout', 'targets')],
    [45, waiting('rollout', 'targets')],
    [61, waiting('rollout', 'targets')],
    [62, changed('rollout', 'healthy')],
    [91, waiting('rollout', 'tasks')],
    [92, waiting('rollout', 'tasks')]
  )
  expect(lines.map((line) => line.length)).toEqual([0, 0, 1, 0, 1, 2, 0, 1])
  expect(lines[2]).toEqual(['text ... targets; 31 s so far'])
})

describe('stages side by side', () => {
  test('the second waits for its turn, and then goes on', () => {
    const { lines } = printed(
      [0, started('image')],
      [1, started('platform')],
      [2, changed('platform', 'vpc')],
      [3, changed('image', 'built')],
      [5, finished('image', 'pushed')],
      [6, changed('platform', 'balancer')],
      [9, finished('platform', 'made')]
    )
    expect(lines).toEqual([
      [],
      [],
      [],
      ['group IMAGE', 'text built'],
      ['end', 'text IMAGE: pushed (5 s)', 'group PLATFORM', 'text vpc'],
      ['text balancer'],
      ['end', 'text PLATFORM: made (8 s)']
    ])
  })

  test('one that ends in the background is shown whole afterwards, in the order of their starts', () => {
    const { lines } = printed(
      [0, started('image')],
      [1, started('platform')],
      [1, started('service')],
      [2, finished('service', 'b')],
      [3, finished('platform', 'a')],
      [4, finished('image', 'c')],
      [5, started('url')]
    )
    expect(lines.slice(3, 5)).toEqual([[], []])
    expect(lines[5]).toEqual(['text IMAGE: c (4 s)', 'text PLATFORM: a (2 s)', 'text SERVICE: b (1 s)'])
    expect(lines[6]).toEqual([])
  })

  test('warnings come at once, and so does what the background waits for', () => {
    const { lines } = printed(
      [0, started('image')],
      [0, started('platform')],
      [1, { at: 'warning', stage: 'platform', text: 'odd' }],
      [40, waiting('platform', 'certificate')]
    )
    expect(lines.slice(2)).toEqual([['warning odd'], ['text ... PLATFORM: certificate; 40 s so far']])
  })
})

test('a stage can come again', () => {
  const { lines, printing } = printed(
    [0, started('rollout')],
    [1, finished('rollout', 'a')],
    [2, started('rollout')],
    [3, finished('rollout', 'b')]
  )
  expect(lines.slice(2)).toEqual([[], ['text ROLLOUT: b (1 s)']])
  expect(timelineOf(printing, 9000)).toHaveLength(2)
})

test('what is said when its stage is over is a line of its own, and no stage of the timeline', () => {
  const { lines, printing } = printed(
    [0, started('url')],
    [1, finished('url', 'answers')],
    [1, { at: 'warning', stage: 'url', text: 'the certificate expires' }],
    [2, changed('platform', '12 resources are gone')],
    [3, waiting('platform', 'nothing')],
    [3, { at: 'changed', stage: 'platform', text: 'gone', region: 'eu-west-1' }],
    [34, waiting('platform', 'nothing')],
    [65, { ...waiting('platform', 'nothing'), region: 'eu-west-1' }]
  )
  expect(lines.slice(2)).toEqual([
    ['warning the certificate expires'],
    ['text 12 resources are gone'],
    [],
    ['text eu-west-1: gone'],
    ['text ... nothing'],
    ['text eu-west-1: ... nothing']
  ])
  expect(close(printing, 9000).lines).toEqual([])
  expect(timelineOf(printing, 9000)).toHaveLength(1)
})

test('each line of a region begins with its name', () => {
  const inRegion = (progress: Progress): Progress => ({ ...progress, region: 'eu-west-1' })
  const { lines } = printed(
    [0, inRegion(started('rollout'))],
    [1, inRegion(changed('rollout', 'one\ntwo'))],
    [40, inRegion(waiting('rollout', 'targets'))],
    [41, inRegion(finished('rollout', 'completed'))]
  )
  const said = ['ROLLOUT', '  one', '  two', '... ROLLOUT: targets; 40 s so far', 'ROLLOUT: completed (41 s)']
  expect(lines.flat()).toEqual(said.map((text) => `text eu-west-1: ${text}`))
})

test('a private key in the output is blanked out over its lines', () => {
  const key = ['-----BEGIN ', 'PRIVATE KEY-----'].join('')
  const { lines } = printed(
    [0, started('image')],
    [1, output('image', key)],
    [1, output('image', 'MIIEow')],
    [1, output('image', key.replace('BEGIN', 'END'))],
    [1, output('image', 'after')]
  )
  expect(lines.slice(1)).toEqual([['group IMAGE', 'text ***'], ['text ***'], ['text ***'], ['text after']])
})

test('and so is one within what changed', () => {
  const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEow', '-----END PRIVATE KEY-----', 'after'].join('\n')
  expect(printed([0, started('image')], [1, changed('image', key)]).lines[1]).toEqual([
    'group IMAGE',
    ...['***', '***', '***', 'after'].map((text) => `text ${text}`)
  ])
})

test('a secret is handed on', () => {
  expect(printed([0, started('image')], [1, { at: 'secret', stage: 'image', value: 'x' }]).lines[1]).toEqual([
    'secret x'
  ])
})

test('an end that nobody expected closes what is open, and the times are kept', () => {
  const { printing } = printed([0, started('image')], [1, started('platform')], [2, changed('platform', 'vpc')])
  expect(timelineOf(printing, 3000)).toEqual([
    { stage: 'image', title: 'IMAGE', startedAt: 0, endedAt: 3000 },
    { stage: 'platform', title: 'PLATFORM', startedAt: 1000, endedAt: 3000 }
  ])
  const closed = close(printing, 5000)
  expect(closed.lines.map(short)).toEqual([
    'text IMAGE: not finished (5 s)',
    'group PLATFORM',
    'text vpc',
    'end',
    'text PLATFORM: not finished (4 s)'
  ])
  expect(close(closed.printing, 9000).lines).toEqual([])
  expect(timelineOf(closed.printing, 9000).map(({ endedAt }) => endedAt)).toEqual([5000, 5000])
})

test('a moment prints nothing, and its last time is kept', () => {
  const { lines, printing } = printed(
    [0, started('revision')],
    [1, { at: 'reached', stage: 'revision', moment: 'registered' }],
    [2, { at: 'reached', stage: 'revision', moment: 'registered' }],
    [3, { at: 'reached', stage: 'rollout', moment: 'first-started', time: 2500 }]
  )
  expect(lines.flat()).toEqual([])
  expect(printing.reached).toEqual([
    { moment: 'registered', time: 2000 },
    { moment: 'first-started', time: 2500 }
  ])
})
