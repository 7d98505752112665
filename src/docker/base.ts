// Which image a stage of a Dockerfile stands on, as far as the text alone tells. Pure.
import { present } from '../model/present.ts'

export interface BaseAsked {
  /** Absent: the last stage. */
  readonly target?: string
  readonly buildArgs: Readonly<Record<string, string>>
}

export type Base =
  | {
      readonly at: 'image'
      readonly image: string
      /** `linux/amd64`, when FROM names one. */ readonly platform?: string
    }
  | { readonly at: 'unknown'; readonly because: string }

interface From {
  readonly image: string
  readonly platform?: string
  readonly stage?: string
}

export function baseOf(dockerfile: string, { target, buildArgs }: BaseAsked): Base {
  const lines = instructions(dockerfile)
  const values = globals(lines, buildArgs)
  const stages = lines.flatMap(readFrom)
  let at = target === undefined ? stages.length - 1 : stages.findIndex(({ stage }) => same(stage, target))
  let platform: string | undefined
  for (;;) {
    const from = stages[at]
    if (!from) return unknown('its Dockerfile has no such stage')
    const image = substitute(from.image, values)
    if (image === undefined) return unknown(`\`FROM ${from.image}\` depends on what only the build knows`)
    const own = from.platform && substitute(from.platform, values)
    // TARGETPLATFORM is what is asked for, as without a platform.
    if (own === undefined && from.platform !== undefined && !/TARGETPLATFORM/.test(from.platform))
      return unknown(`\`--platform=${from.platform}\` depends on the machine that builds`)
    platform ??= own
    const earlier = stages.slice(0, at).findLastIndex(({ stage }) => same(stage, image))
    if (earlier === -1) {
      if (image === 'scratch') return unknown('it is made from scratch')
      return { at: 'image', image, ...present({ platform }) }
    }
    at = earlier
  }
}

const unknown = (because: string): Base => ({ at: 'unknown', because })

/** Names of stages are compared in lower case. */
const same = (stage: string | undefined, name: string): boolean => stage?.toLowerCase() === name.toLowerCase()

/** Before all else, comments included; one of them may give a line's end another sign. */
const parserDirectives = /^([ \t]*#\s*(syntax|escape|check)\s*=[^\n]*\n)*/i

/** Without comments, with continued lines in one, and without the bodies of here-documents. */
function instructions(dockerfile: string): readonly string[] {
  const found: string[] = []
  const [directives = ''] = parserDirectives.exec(dockerfile) ?? []
  const continued = /escape\s*=\s*`/i.test(directives) ? /`\s*$/ : /\\\s*$/
  let rest = ''
  let ends: readonly string[] = []
  for (const line of dockerfile.split(/\r?\n/)) {
    if (ends.length > 0) {
      if (line.replace(/^\t+/, '') === ends[0]) ends = ends.slice(1)
      continue
    }
    if (/^\s*(#|$)/.test(line)) continue
    const whole = `${rest} ${line}`.trim()
    rest = continued.test(line) ? whole.replace(continued, '').trim() : ''
    if (rest !== '') continue
    found.push(whole)
    if (/^(RUN|COPY|ADD)\s/i.test(whole))
      ends = Array.from(whole.matchAll(/(?<!\S)\d?<<-?(["']?)([A-Za-z_]\w*)\1(?!\S)/g), ([, , end = '']) => end)
  }
  return found
}

/** The arguments before the first FROM, which alone FROM may use. */
function globals(lines: readonly string[], buildArgs: BaseAsked['buildArgs']): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const line of lines.slice(
    0,
    lines.findIndex((each) => /^FROM\s/i.test(each))
  )) {
    const [, all = ''] = /^ARG\s+(.*)$/i.exec(line) ?? []
    for (const [, name = '', , first] of all.matchAll(/(\w+)(=("[^"]*"|'[^']*'|\S*))?/g)) {
      const value =
        buildArgs[name] ?? (first === undefined ? undefined : substitute(first.replace(/^["']|["']$/g, ''), values))
      if (value !== undefined) values.set(name, value)
    }
  }
  return values
}

function readFrom(line: string): readonly From[] {
  const [, flags = '', image = '', stage] = /^FROM\s+((?:--\S+\s+)*)(\S+)(?:\s+AS\s+(\S+))?/i.exec(line) ?? []
  if (image === '') return []
  const platform = /--platform=(\S+)/.exec(flags)?.[1]
  return [{ image, ...present({ platform, stage }) }]
}

/** @returns undefined when a variable has no value here. */
function substitute(text: string, values: ReadonlyMap<string, string>): string | undefined {
  const result = text.replace(
    /\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g,
    (whole, plain: string | undefined, braced: string | undefined, otherwise: string | undefined) =>
      values.get(plain ?? braced ?? '') ?? otherwise ?? whole
  )
  return result.includes('$') ? undefined : result
}
