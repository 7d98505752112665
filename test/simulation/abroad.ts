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

function renamed(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') return value.replaceAll(from, to)
  if (Array.isArray(value)) return value.map((one) => renamed(one, from, to))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renamed(one, from, to)]))
}
