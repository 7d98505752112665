// First that the reckoning is ECR's, then that our policy keeps what must be kept and no more than there is room for.
import { describe, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { tagOf } from '../../src/decide/image-tag.ts'
import { keptRevisions, keptTag } from '../../src/run/revision/revision.ts'
import { platformRequest } from '../../src/template/platform.ts'
import { property } from './document.ts'
import { plain, region, zones } from './example.ts'
import { wordOf } from './function.ts'
import { kept, rulesOf, type Image } from './lifecycle.ts'

const policyText = wordOf(
  property(platformRequest(plain, { region, zones, secrets: [] }), 'Repository.LifecyclePolicy.LifecyclePolicyText')
)

type Selection = Readonly<Record<string, unknown>>
const rulesText = (...selections: readonly Selection[]): string =>
  JSON.stringify({
    rules: selections.map((selection, index) => ({
      rulePriority: index + 1,
      selection: { countType: 'imageCountMoreThan', countNumber: 1, ...selection },
      action: { type: 'expire' }
    }))
  })
const tagged = (...tagPrefixList: readonly string[]): Selection => ({ tagStatus: 'tagged', tagPrefixList })
const any: Selection = { tagStatus: 'any' }

describe('as ECR does it', () => {
  const images = [['a-1'], ['b-1', 'a-2'], [], ['b-2'], []].map((tags, pushed): Image => ({
    digest: String(pushed),
    tags,
    pushed
  }))

  test.each<[string, readonly Selection[], string]>([
    ['the newest of all stays', [any], '4'],
    ['only what fits is counted', [tagged('a-')], '1234'],
    ['each of several prefixes needs a tag', [tagged('a-', 'b-')], '01234'],
    ['a pattern', [{ tagStatus: 'tagged', tagPatternList: ['*-1'] }], '1234'],
    ['a pattern means its other characters', [{ tagStatus: 'tagged', tagPatternList: ['?-1'] }], '01234'],
    ['the newest without a tag stays', [{ tagStatus: 'untagged' }], '0134'],
    ['what a rule keeps, none after it takes', [tagged('a-'), any], '14'],
    ['what fits an earlier rule takes room in a later one', [tagged('a-'), { ...any, countNumber: 3 }], '1234'],
    ['an age', [{ ...any, countType: 'sinceImagePushed', countUnit: 'days', countNumber: 2 }], '234']
  ])('these images stay: %s', (_, selections, digests) => {
    const stay = kept(rulesOf(rulesText(...selections)), images, 4)
    expect(stay.map(({ digest }) => digest).join('')).toBe(digests)
  })

  test.each<[string, string, string]>([
    ['a rule for any image before another', rulesText(any, tagged('a')), 'comes last'],
    ['tags for any image', rulesText({ ...any, tagPrefixList: ['a'] }), 'in one list'],
    ['no tags for tagged ones', rulesText({ tagStatus: 'tagged' }), 'in one list'],
    ['an age without its unit', rulesText({ ...any, countType: 'sinceImagePushed' }), 'has a unit'],
    ['a number with a unit', rulesText({ ...any, countUnit: 'days' }), 'has a unit'],
    [
      'one priority twice',
      rulesText(tagged('a'), any).replace('"rulePriority":2', '"rulePriority":1'),
      'same priority'
    ],
    ['a word that is none', rulesText({ ...any, tagStatus: 'all' }), 'tagStatus'],
    ['too long', policyText.padEnd(30_721), '30,720']
  ])('%s is refused', (_, text, message) => {
    expect(() => rulesOf(text)).toThrow(message)
  })
})

describe('after 1,000 pushes', () => {
  const rules = rulesOf(policyText)
  const hash = (text: string): string => createHash('sha1').update(text).digest('hex')

  /** Pushes one image after the other; the policy is carried out after each. */
  function pushed(number: number, tagsAt: (push: number) => string[], keep: (push: number) => readonly number[]) {
    let images: readonly Image[] = []
    let most = 0
    for (let push = 0; push < number; push++) {
      const stay = new Set(keep(push))
      const newest = { digest: hash(`image ${push}`), tags: [...tagsAt(push), keptAs(push)], pushed: push }
      const older = images.map((image) =>
        stay.has(image.pushed) ? image : { ...image, tags: image.tags.filter((tag) => tag !== keptAs(image.pushed)) }
      )
      images = kept(rules, [...older, newest], push)
      most = Math.max(most, images.length)
    }
    return { images: images.map((image) => image.pushed), most }
  }

  const keptTags = new Map<number, string>()
  function keptAs(push: number): string {
    const tag = keptTags.get(push) ?? keptTag(plain.name, { containerDefinitions: [{ image: `shop@${push}` }] })
    keptTags.set(push, tag)
    return tag
  }

  const tagsOf = (push: number): string[] => {
    const source = { ...plain.source, rebuild: push % 5 === 0 }
    const commit = { at: 'commit', commit: hash(`commit ${push}`), ...(push % 7 === 0 && { difference: 'd' }) } as const
    return [tagOf({ ...plain, source }, commit, { id: String(push), attempt: '1' })]
  }
  const newest = (push: number): readonly number[] =>
    Array.from({ length: keptRevisions }, (_, index) => push - index).filter((each) => each >= 0)
  const last = newest(999)

  test('the revisions that can be gone back to have their images, and no more than 100 others are there', () => {
    const { images, most } = pushed(1000, tagsOf, newest)
    expect(images).toEqual(expect.arrayContaining([...last]))
    expect(most).toBe(100)
  })

  test('the image of a service that stayed with its first version is there', () => {
    const { images, most } = pushed(1000, tagsOf, (push) => [0, ...newest(push)])
    expect(images).toEqual(expect.arrayContaining([0, ...last]))
    expect(most).toBe(101)
  })

  test('each is there when each is kept', () => {
    const { images } = pushed(1000, tagsOf, (push) => Array.from({ length: push }, (_, index) => index))
    expect(images).toHaveLength(1000)
  })

  test('images that lost their tag to a newer one do not pile up', () => {
    const { most } = pushed(1000, () => [], newest)
    expect(most).toBe(100)
  })
})
