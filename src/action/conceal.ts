// A plan without what must not be read: values of variables that look like secrets, and known secrets wherever they are.
import type { Preview, PropertyPreview, StackPreview, TaskChange } from '../model/preview.ts'
import { blank } from './mask.ts'
import { suspicionsOf } from './rules/secrecy.ts'

type Hide = (text: string) => string

/** @param hide takes known secrets out of a text (`Log.hide`). */
export function conceal(preview: Preview, hide: Hide): Preview {
  const { platform, service, task, interruptions, refused } = preview
  return {
    ...preview,
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
      properties: resource.properties.map((property) => inValues(property, hide))
    }))
  }
}

const inTask = (change: TaskChange, hide: Hide): TaskChange =>
  inValues(change, change.of === 'env' ? (value) => withoutSecret(change.name, value, hide) : hide)

function inValues<T extends PropertyPreview | TaskChange>(change: T, hide: Hide): T {
  const { before, after } = change
  return {
    ...change,
    ...(before !== undefined && { before: hide(before) }),
    ...(after !== undefined && { after: hide(after) })
  }
}

const withoutSecret = (name: string, value: string, hide: Hide): string =>
  suspicionsOf({ [name]: value }).length > 0 ? blank : hide(value)
