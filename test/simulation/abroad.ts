// Every simulated region calls itself by the same name; of another one that name is put in on the way in and out.
import { region as home } from '../template/example.ts'

export function abroad(region: string, input: object, handle: (input: object) => unknown): unknown {
  if (region === home) return handle(input)
  try {
    return renamed(handle(renamed(input, region, home) as object), home, region)
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(home, region)
    throw error
  }
}

/** What has no such name in it is the same object: answers are long and many, and this is most of a test's time. */
function renamed(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') return value.includes(from) ? value.replaceAll(from, to) : value
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  // What does not change is asked for again and again.
  const isKept = Object.isFrozen(value)
  const known = isKept ? kept.get(value)?.get(from + to) : undefined
  if (known !== undefined) return known
  const fields = value as Readonly<Record<string, unknown>>
  let copy: Record<string, unknown> | undefined
  for (const key in fields) {
    const other = renamed(fields[key], from, to)
    if (other === fields[key]) continue
    copy ??= (Array.isArray(value) ? [...(value as readonly unknown[])] : { ...fields }) as Record<string, unknown>
    copy[key] = other
  }
  const renewed = copy ?? value
  if (isKept) kept.set(value, (kept.get(value) ?? new Map<string, object>()).set(from + to, renewed))
  return renewed
}

const kept = new WeakMap<object, Map<string, object>>()
