// Every simulated region calls itself by the same name; of another one that name is put in on the way in and out.
import { region as home } from '../template/example.ts'

export function abroad(region: string, input: object, handle: (input: object) => unknown): unknown {
  if (region === home) return handle(input)
  const { there, back } = waysTo(region)
  try {
    return there(handle(back(input) as object))
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(home, region)
    throw error
  }
}

type Rename = (value: unknown) => unknown
type Ways = Readonly<Record<'there' | 'back', Rename>>

const ways = new Map<string, Ways>()

function waysTo(region: string): Ways {
  const known = ways.get(region) ?? { there: renamer(home, region), back: renamer(region, home) }
  ways.set(region, known)
  return known
}

/** What has no such name in it is the same object: answers are long and many, and this is most of a test's time. */
function renamer(from: string, to: string): Rename {
  /** What does not change is asked for again and again. */
  const kept = new WeakMap<object, unknown>()
  return rename

  function rename(value: unknown): unknown {
    if (typeof value === 'string') return value.includes(from) ? value.replaceAll(from, to) : value
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    if (!Object.isFrozen(value)) return renewed(value)
    const known = kept.get(value) ?? renewed(value)
    kept.set(value, known)
    return known
  }

  function renewed(value: object): unknown {
    // Without looking for keys: of a list there are many, and the same ones each time.
    if (Array.isArray(value)) {
      const list = value as readonly unknown[]
      const others = list.map(rename)
      return others.some((other, index) => other !== list[index]) ? others : list
    }
    const fields = value as Readonly<Record<string, unknown>>
    let copy: Record<string, unknown> | undefined
    for (const key in fields) {
      const other = rename(fields[key])
      if (other !== fields[key]) (copy ??= { ...fields })[key] = other
    }
    return copy ?? value
  }
}
