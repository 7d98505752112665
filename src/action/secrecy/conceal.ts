// What is told of a run, without what must not be read: known secrets wherever they are, and in a plan also values of
// variables that look like secrets and what is given to something that is called like one.
import { retold, type Failure } from '../../model/failure.ts'
import { blank } from '../../model/private-key.ts'
import type { Preview, PropertyPreview, StackPreview, TaskChange } from '../../model/preview.ts'
import type { Verdict, Verdicts } from '../../model/verdict.ts'
import { listOrMap, withoutAssigned } from './assignment.ts'
import { suspicionsOf } from './suspicion.ts'

type Hide = (text: string) => string

/** What is told of a run, before anything is made of it: Markdown breaks a value up, and then it is not known any more. */
export function concealAll([first, ...others]: Verdicts, hide: Hide): Verdicts {
  // What several regions failed by stays one failure.
  const hidden = new Map<Failure, Failure>()
  function hideFailure(failure: Failure): Failure {
    const { sentence, remedy, evidence } = failure
    const known =
      hidden.get(failure) ??
      retold(failure, { sentence: hide(sentence), remedy: hide(remedy), evidence: hideTogether(evidence, hide) })
    hidden.set(failure, known)
    return known
  }
  const one = (verdict: Verdict): Verdict => ({
    ...verdict,
    ...('failure' in verdict && { failure: hideFailure(verdict.failure) }),
    ...('preview' in verdict && { preview: conceal(verdict.preview, hide) }),
    ...('status' in verdict && { status: hideIn(verdict.status, hide) }),
    ...('checks' in verdict && { checks: hideIn(verdict.checks, hide) })
  })
  return [one(first), ...others.map(one)]
}

/** A private key has several lines, and each alone has no shape. */
const hideTogether = (lines: readonly string[], hide: Hide): readonly string[] =>
  lines.length === 0 ? [] : hide(lines.join('\n')).split('\n')

/** Every text in it. */
const hideIn = <T>(value: T, hide: Hide): T =>
  JSON.parse(JSON.stringify(value), (_, each: unknown) => (typeof each === 'string' ? hide(each) : each)) as T

/** @param hide takes known secrets out of a text (`Log.hide`). */
export function conceal(preview: Preview, hide: Hide): Preview {
  const { image, platform, service, task, interruptions, refused } = preview
  return {
    ...preview,
    image: image.do === 'push' ? { ...image, local: hide(image.local) } : image,
    platform: inStack(platform, hide),
    service: inStack(service, hide),
    task: task.do === 'register' ? { ...task, changes: task.changes.map((change) => inTask(change, hide)) } : task,
    interruptions: interruptions.map(hide),
    ...(refused && { refused: { sentence: hide(refused.sentence), remedy: hide(refused.remedy) } })
  }
}

function inStack(stack: StackPreview, hide: Hide): StackPreview {
  if (!('resources' in stack)) return stack
  return {
    ...stack,
    resources: (stack.resources ?? []).map((resource) => ({
      ...resource,
      properties: resource.properties.map((property) =>
        inValues(property, (text) => setting(property.name, text, hide))
      )
    }))
  }
}

function inTask(change: TaskChange, hide: Hide): TaskChange {
  const { of, name } = change
  switch (of) {
    case 'env':
      return inValues(change, (value) => variable(name, value, hide))
    case 'setting':
      return inValues(change, (value) => setting(name, value, hide))
    case 'secret':
      return inValues(change, hide)
  }
}

function inValues<T extends PropertyPreview | TaskChange>(change: T, hide: Hide): T {
  const { before, after } = change
  return {
    ...change,
    ...(before !== undefined && { before: shortened(hide(before)) }),
    ...(after !== undefined && { after: shortened(hide(after)) })
  }
}

/** All outputs of a job together may have a megabyte; a whole policy is no news. Cut only what is hidden already. */
const longest = 1000
const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}...` : text)

const variable = (name: string, value: string, hide: Hide): string =>
  suspicionsOf({ [name]: value }).length > 0 ? blank : withoutAssigned(hide(value))

/** By the last word of its path: `logConfiguration.options.splunk-token`. A list, a map and an ARN are shown. */
function setting(path: string, value: string, hide: Hide): string {
  const name = path.split('.').at(-1) ?? path
  const isShown = value.startsWith('arn:') || listOrMap(value) !== undefined
  return isShown ? withoutAssigned(hide(value)) : variable(name, value, hide)
}
