// YAML as it was written: where each node stands, and its values as plain texts (1.10 stays `1.10`).
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import { nestedOf, type Problem } from './nested.ts'
import type { Raw } from '../settings/setting.ts'

export interface Written {
  readonly document: Document.Parsed
  /** What the parser says is wrong, with its lines. */
  readonly mistakes: readonly string[]
  /** From 1. */
  readonly lineOf: (node: unknown) => number
}

export function readYaml(path: string, text: string): Written {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  return {
    document,
    mistakes: document.errors.map(({ code, message, linePos }) => {
      const [sentence = message] = message.split(/ at line \d+/)
      return (
        `${path}, line ${linePos?.[0].line ?? 1}: this is not YAML: ${sentence.trim().replace(/[.:]$/, '')}` +
        (needQuotes.includes(code) ? '; put the value in quotes, if it is a text' : '')
      )
    }),
    lineOf: (node) => lines.linePos((node as Node | null)?.range?.[0] ?? 0).line
  }
}

/** What a text does to YAML that ends with a colon (a secret's ARN), or begins with `*`, `@` or `%`. */
const needQuotes: readonly string[] = ['BLOCK_AS_IMPLICIT_KEY', 'BAD_ALIAS', 'BAD_SCALAR_START']

type ReadValue =
  | { readonly at: 'nothing' }
  | { readonly at: 'raw'; readonly raw: Raw; readonly problems?: readonly Problem[] }
  | { readonly at: 'wrong'; readonly problems: readonly Problem[] }

/** A map of any depth, whose values keep their types. */
export function treeOf(node: Node | null, document: Document): ReadValue {
  const target = resolve(node, document)
  if (!isMap(target)) return rawOf(node, document)
  const nested = nestedOf(target, document)
  return nested.at === 'value' ? { at: 'raw', raw: nested.value as Raw } : { at: 'wrong', problems: nested.problems }
}

/** A text, a list of texts, or a map of texts. */
export function rawOf(node: Node | null, document: Document): ReadValue {
  const target = resolve(node, document)
  if (isAlias(node) && target === null)
    return {
      at: 'wrong',
      problems: [{ problem: 'names an anchor that is not there; put a text with `*` in quotes', node }]
    }
  if (target === null || isNull(target)) return { at: 'nothing' }
  if (isScalar(target)) return { at: 'raw', raw: sourceOf(target) }
  if (isSeq(target)) {
    const items = target.items.map((item) => resolve(item as Node, document))
    const wrong = items.find((item) => !isScalar(item) || isNull(item))
    if (wrong !== undefined)
      return { at: 'wrong', problems: [{ problem: 'takes plain values in its list', node: wrong }] }
    return { at: 'raw', raw: items.map((item) => sourceOf(item)) }
  }
  return isMap(target) ? pairsOf(target.items, document) : { at: 'nothing' }
}

function pairsOf(items: readonly { readonly key: unknown; readonly value: unknown }[], document: Document): ReadValue {
  const entries = items.map(({ key, value }) => ({
    key: sourceOf(key),
    value: resolve(value as Node | null, document),
    node: key as Node
  }))
  const isPlain = ({ value }: (typeof entries)[number]): boolean => isScalar(value) && !isNull(value)
  return {
    at: 'raw',
    raw: Object.fromEntries(entries.filter(isPlain).map(({ key, value }) => [key, sourceOf(value)])),
    // The others are read all the same, so that all mistakes are told at once.
    problems: entries
      .filter((entry) => !isPlain(entry))
      .map(({ key, value, node }) => ({
        problem:
          value === null || isNull(value)
            ? `gives \`${key}\` no value; write '' for an empty one`
            : `takes plain values in its map, and \`${key}\` has a list or a map`,
        node
      }))
  }
}

/** What an alias names; null: there is nothing. */
export const resolve = (node: Node | null, document: Document): Node | null =>
  (node && 'resolve' in node ? node.resolve(document) : node) ?? null

export const isNull = (node: unknown): boolean => isScalar(node) && node.value === null

/** The text of a scalar as it stands in the file, without its quotes. */
export const sourceOf = (node: unknown): string => (isScalar(node) ? (node.source ?? String(node.value)) : '')
