// Which images a lifecycle policy takes, as ECR reckons it (F4): every rule counts all images that fit it, whatever the
// others take, and an image that fits the tags of a rule is never taken by one of a higher number.
import { z } from 'zod'

export interface Image {
  readonly digest: string
  readonly tags: readonly string[]
  /** In days. */
  readonly pushed: number
}

const tags = z.array(z.string().min(1)).min(1).optional()
const number = z.int().min(1)
const schema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        rulePriority: number,
        description: z.string().optional(),
        selection: z.strictObject({
          tagStatus: z.enum(['tagged', 'untagged', 'any']),
          tagPrefixList: tags,
          tagPatternList: tags,
          countType: z.enum(['imageCountMoreThan', 'sinceImagePushed']),
          countUnit: z.literal('days').optional(),
          countNumber: number
        }),
        action: z.strictObject({ type: z.literal('expire') })
      })
    )
    .min(1)
    .max(50)
})
type Rule = z.output<typeof schema>['rules'][number]
type Selection = Rule['selection']

/** @throws Error for a policy that ECR refuses. */
export function rulesOf(text: string): readonly Rule[] {
  if (text.length > 30_720) throw new Error('A policy has at most 30,720 characters')
  const { rules } = schema.parse(JSON.parse(text))
  const inOrder = rules.toSorted((a, b) => a.rulePriority - b.rulePriority)
  if (new Set(rules.map(({ rulePriority }) => rulePriority)).size < rules.length)
    throw new Error('Two rules have the same priority')
  if (inOrder.slice(0, -1).some(({ selection }) => selection.tagStatus === 'any'))
    throw new Error('A rule for any image comes last')
  for (const { selection } of rules) refuse(selection)
  return inOrder
}

function refuse({ tagStatus, tagPrefixList, tagPatternList, countType, countUnit }: Selection): void {
  const lists = [tagPrefixList, tagPatternList].filter((list) => list !== undefined).length
  if (lists !== (tagStatus === 'tagged' ? 1 : 0)) throw new Error('Tags are named with `tagged` alone, in one list')
  if ((countUnit !== undefined) !== (countType === 'sinceImagePushed')) throw new Error('Only an age has a unit')
}

/** What stays of the images when the policy is carried out on a day. */
export function kept(rules: readonly Rule[], images: readonly Image[], today: number): readonly Image[] {
  const taken = new Set(
    rules.flatMap((rule, index) =>
      tooMany(rule.selection, images, today).filter(
        (image) => !rules.slice(0, index).some(({ selection }) => fits(selection, image))
      )
    )
  )
  return images.filter((image) => !taken.has(image))
}

function tooMany(selection: Selection, images: readonly Image[], today: number): readonly Image[] {
  const fitting = images.filter((image) => fits(selection, image))
  const { countNumber } = selection
  switch (selection.countType) {
    case 'imageCountMoreThan':
      return fitting.toSorted((a, b) => b.pushed - a.pushed).slice(countNumber)
    case 'sinceImagePushed':
      return fitting.filter(({ pushed }) => today - pushed > countNumber)
  }
}

/** Of several prefixes or patterns each needs a tag, not one of them. */
function fits({ tagStatus, tagPrefixList = [], tagPatternList = [] }: Selection, image: Image): boolean {
  switch (tagStatus) {
    case 'any':
      return true
    case 'untagged':
      return image.tags.length === 0
    case 'tagged':
      return (
        tagPrefixList.every((prefix) => image.tags.some((tag) => tag.startsWith(prefix))) &&
        tagPatternList.map(expression).every((pattern) => image.tags.some((tag) => pattern.test(tag)))
      )
  }
}

const expression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('*')
      .map((text) => text.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`
  )
