// A plan in words, the same ones for log and Markdown; code is marked by backticks.
import { shortly } from '../../model/image.ts'
import type { Cost, ImagePreview, Preview, ResourcePreview, StackPreview, TaskChange } from '../../model/preview.ts'
import { pricesOf } from '../../model/price.ts'

export const headline = ({ hasChanges, refused }: Preview): string =>
  refused ? 'A deployment would be refused.' : hasChanges ? 'A deployment would change this:' : 'Nothing would change.'

export function imageText(image: ImagePreview): string {
  switch (image.do) {
    case 'reuse':
      return `\`${shortly(image.image.reference)}\` is there and would be used`
    case 'build':
      return `would be built for ${image.platform} and pushed as \`${image.tag}\``
    case 'push':
      return `\`${image.local}\` would be pushed as \`${image.tag}\``
    case 'copy':
      return `\`${image.tag}\` would be copied from ${image.from}`
  }
}

const verbs: Readonly<Record<ResourcePreview['does'], string>> = {
  add: 'made',
  adopt: 'adopted',
  change: 'changed',
  tag: 'tagged',
  replace: 'replaced',
  remove: 'removed',
  release: 'left alone (it stays in the account)'
}

const fateText = ({ does, certainty }: Pick<ResourcePreview, 'does' | 'certainty'>): string =>
  certainty === 'will' ? verbs[does] : `possibly ${verbs[does]}`

/** What becomes of a stack as a whole. */
export function stackText(stack: StackPreview): string {
  switch (stack.do) {
    case 'nothing':
      return 'stays as it is'
    case 'create':
      return `would be made, with ${stack.resources.length} resources${stack.removesFirst ? ', after what an earlier creation that failed left has been removed' : ''}`
    case 'change':
      return `${stack.certainty === 'will' ? 'would be changed' : 'may be changed'}${
        stack.resources === undefined
          ? '; by what, its change set tells when it is its turn'
          : stack.resources.length === 0
            ? ', in nothing but its outputs'
            : ''
      }`
    case 'unknown':
      return `cannot be told: ${stack.because}`
  }
}

/** Each resource on its own, but those that only get other tags together. */
export interface ResourceText {
  readonly fate: string
  readonly what: string
  readonly name: string
  readonly properties: readonly string[]
}

export function resourceTexts(resources: readonly ResourcePreview[]): readonly ResourceText[] {
  const [tagged, others] = [
    resources.filter(({ does }) => does === 'tag'),
    resources.filter(({ does }) => does !== 'tag')
  ]
  return [
    ...others.map((resource) => ({
      fate: fateText(resource),
      what: resource.what,
      name: resource.logicalId,
      properties: resource.properties.map(({ name, before, after }) => `\`${name}\`${changeText(before, after)}`)
    })),
    ...(tagged.length === 0
      ? []
      : [
          {
            fate: 'tagged',
            what: `${tagged.length} resources get other tags and stay what they are`,
            name: tagged.map(({ logicalId }) => logicalId).join(', '),
            properties: []
          }
        ])
  ]
}

const longest = 120
function shown(text: string): string {
  const short = text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1').replaceAll('`', "'")
  return short.length > longest ? `${short.slice(0, longest)}...` : short
}

function changeText(before: string | undefined, after: string | undefined): string {
  if (before === undefined) return after === undefined ? '' : ` = \`${shown(after)}\``
  return after === undefined ? ` (was \`${shown(before)}\`)` : `: \`${shown(before)}\` -> \`${shown(after)}\``
}

/** `env GREETING of shop-container`. */
export function taskChangeText({ of, container, name, does, certainty, before, after }: TaskChange): string {
  const what = of === 'setting' ? `\`${name}\`` : `${of === 'env' ? 'variable' : 'secret'} \`${name}\``
  const owner = container === undefined ? '' : ` of \`${container}\``
  const verb = { add: 'set', change: 'changed', remove: 'removed' }[does]
  return `${what}${owner} ${certainty === 'will' ? verb : `possibly ${verb}`}${changeText(before, after)}`
}

export const restartText = ({ certainty, because }: NonNullable<Preview['restarts']>): string =>
  `All tasks ${certainty === 'will' ? 'would' : 'may'} be replaced by fresh ones: ${because.join('; ')}`

export const copiesText = (revision: string): string =>
  `\`${revision}\` runs and is not the newest revision: a copy of it is registered first`

export const protectionText = ({ on, stacks }: NonNullable<Preview['protection']>): string =>
  `${stacks.map((name) => `\`${name}\``).join(' and ')} would ${on ? 'be protected against deletion' : 'not be protected against deletion any more'}`

/** @returns undefined when nothing of it costs more or less. */
export function costText(monthly: readonly Cost[]): string | undefined {
  if (monthly.length === 0) return undefined
  const sum = monthly.reduce((total, { dollars }) => total + dollars, 0)
  const parts = monthly.map(({ what, dollars }) => `${what} ${signed(dollars)}`).join(', ')
  return `About ${signed(sum)} USD a month (${parts}; ${pricesOf})`
}

const signed = (dollars: number): string => `${dollars < 0 ? '-' : '+'}${Math.abs(dollars).toFixed(2)}`
