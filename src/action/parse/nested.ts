// YAML of any depth as JSON: values keep their types. What JSON has no word for is a mistake.
import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from 'yaml'
import type { Json } from '../../model/json.ts'

export interface Problem {
  /** Completes "`x` in file, line 3, ...". */
  readonly problem: string
  /** Where it is; null: where its key is. */
  readonly node: Node | null
}

export type Nested =
  { readonly at: 'value'; readonly value: Json } | { readonly at: 'problems'; readonly problems: readonly Problem[] }

/** An alias within what it names has no end. */
const deepest = 60

export function nestedOf(root: Node, document: Document): Nested {
  const problems: Problem[] = []
  const value = jsonOf(root, 0)
  return problems.length > 0 ? { at: 'problems', problems } : { at: 'value', value }

  function refuse(problem: string, node: Node): null {
    problems.push({ problem, node })
    return null
  }

  function jsonOf(node: Node, depth: number): Json {
    if (depth > deepest) return problems.length > 0 ? null : refuse('is nested too deep, or within itself', node)
    if (isAlias(node)) {
      const target = node.resolve(document)
      return target === undefined ? refuse('names an anchor that is not there', node) : jsonOf(target, depth + 1)
    }
    const tag = node.tag
    if (tag?.startsWith('!') === true) return refuse(shortForm(tag), node)
    if (isSeq(node)) return node.items.map((item) => jsonOf(item as Node, depth + 1))
    if (isMap(node)) return Object.fromEntries(node.items.map((pair) => entryOf(pair, node, depth)))
    return isScalar(node) ? scalarOf(node.value, node) : null
  }

  function entryOf({ key, value }: { readonly key: unknown; readonly value: unknown }, map: Node, depth: number) {
    const name = isScalar(key) ? String(key.value) : ''
    if (!isScalar(key) || name === '__proto__') refuse('has a key that is no plain text', map)
    return [name, value === null ? null : jsonOf(value as Node, depth + 1)] as const
  }

  function scalarOf(value: unknown, node: Node): Json {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    return typeof value === 'number' && Number.isFinite(value) ? value : refuse('has a value that JSON has not', node)
  }
}

/** CloudFormation's tags are not YAML's. */
function shortForm(tag: string): string {
  const name = tag.slice(1)
  const long = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
  return /^[A-Z]\w*$/.test(name)
    ? `has the short form \`${tag}\`; write the long one, \`${long}: ...\``
    : `has the tag \`${tag}\`, which means nothing here; leave it out`
}
