// What a region holds when nobody is at work in it: what two ways to the same end may be compared by.
import { canonicalText, type Json } from '../../src/model/json.ts'
import { isGone } from './cloudformation/stack.ts'
import type { Whole } from './whole.ts'

export interface Left {
  /** Name, status, and each resource with what it was made from. */
  readonly stacks: readonly string[]
  /** Those that nobody has executed. */
  readonly changeSets: readonly string[]
  /** What ACTIVE revisions run, each once. */
  readonly active: readonly string[]
  /** ACTIVE ones that another one is like. */
  readonly twice: readonly string[]
  /** What the service runs. */
  readonly runs: readonly string[]
  readonly tags: readonly string[]
}

export function left({ cloudFormation, definitions, registry, region }: Whole): Left {
  const contentOf = (number: number): string => {
    const found = definitions.all.find(({ revision }) => revision.number === number)
    return found ? withoutChance(canonicalText(jsonOf({ ...found.definition, tags: [] }))) : ''
  }
  const active = definitions.all.filter((each) => each.active).map(({ revision }) => contentOf(revision.number))
  return {
    stacks: cloudFormation.stacks
      .filter((stack) => !isGone(stack))
      .map(({ name, status, made }) => `${name} ${status}: ${[...made.keys()].toSorted().join(' ')}`)
      .toSorted(),
    changeSets: cloudFormation.sets
      .all()
      .filter(({ execution }) => !execution.startsWith('EXECUTE_'))
      .map(({ stack, status }) => `${stack.name} ${status}`),
    active: [...new Set(active)].toSorted(),
    twice: active.filter((content, index) => active.indexOf(content) !== index),
    runs: region.service.deployments.map(({ revision, status }) => `${status} ${contentOf(revision.number)}`),
    tags: [...registry.tags].map(([tag, digest]) => `${withoutChance(tag)} ${digest}`).toSorted()
  }
}

/** Names that CloudFormation made up, and hashes of them. */
const withoutChance = (text: string): string =>
  text.replace(/-[0-9A-F]{12}\b/g, '-').replace(/^(kept-.*-)[0-9a-f]{16}$/, '$1')

const jsonOf = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json
