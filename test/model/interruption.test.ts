import { expect, test } from '@jest/globals'
import { refusalOf, type Interruption } from '../../src/model/interruption.ts'

const pause: Interruption = { sentence: 'The listener would go.' }
const dead: Interruption = { sentence: 'The network would go.', instead: 'Take another name.' }
const refused = (found: readonly Interruption[], allowReplacement = false) =>
  refusalOf(found, { allowReplacement, unchanged: 'Nothing' })

test('nothing to interrupt is nothing to refuse', () => {
  expect(refused([])).toBeUndefined()
})

test('an interruption is refused unless it is allowed', () => {
  expect(refused([pause])).toMatchObject({
    code: 'INPUT_INVALID',
    sentence: 'What is asked for would interrupt what serves now: The listener would go.',
    remedy: 'Undo it, or accept the interruption with `allow-replacement: true`. Nothing was changed.'
  })
  expect(refused([pause], true)).toBeUndefined()
})

test('what cannot be made is refused always, with the way that works', () => {
  expect(refused([dead])?.remedy).toBe('Take another name. Nothing was changed.')
  expect(refused([pause, dead], true)).toMatchObject({
    sentence: 'What is asked for would interrupt what serves now: The network would go.',
    remedy: 'Take another name. Nothing was changed.'
  })
})

test('several are told together, each way once', () => {
  expect(refused([pause, dead, { ...dead, sentence: 'The cluster would go.' }])).toMatchObject({
    sentence:
      'What is asked for would interrupt what serves now:\n- The listener would go.\n- The network would go.\n- The cluster would go.',
    remedy:
      'Undo it, or accept the interruption with `allow-replacement: true`. Take another name. Nothing was changed.'
  })
})
