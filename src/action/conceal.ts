// A plan without what must not be read: values of variables that look like secrets, what is given to something that is
// called like a secret, and known secrets wherever they are.
import type { Preview, PropertyPreview, StackPreview, TaskChange } from '../model/preview.ts'
import { listOrMap, withoutGiven } from './given.ts'
import { blank } from './mask.ts'
import { suspicionsOf } from './rules/secrecy.ts'

type Hide = (text: string) => string

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
  suspicionsOf({ [name]: value }).length > 0 ? blank : withoutGiven(hide(value))

/** By the last word of its path: `logConfiguration.options.splunk-token`. A list, a map and an ARN are shown. */
function setting(path: string, value: string, hide: Hide): string {
  const name = path.split('.').at(-1) ?? path
  const isShown = value.startsWith('arn:') || listOrMap(value) !== undefined
  return isShown ? withoutGiven(hide(value)) : variable(name, value, hide)
}
