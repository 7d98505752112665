// Does what an operation has to do with each resource, everything as soon as what it waits for is done.
import type { Operation } from './stack.ts'

export interface Task {
  readonly id: string
  readonly after: readonly string[]
  readonly run: (end: { readonly done: () => void; readonly fail: () => void }) => void
  /** A sibling has failed while this one was under way. */
  readonly cancel: () => void
}

/**
 * @param goesOn after a failure everything goes on that does not wait for what failed, as in a deletion; otherwise what is
 * under way is cancelled and nothing more begins.
 */
export function perform(
  operation: Operation,
  tasks: readonly Task[],
  { goesOn }: { readonly goesOn: boolean },
  end: (failed: readonly string[]) => void
): void {
  const waiting = new Map(tasks.map((task) => [task.id, task]))
  const running = new Map<string, Task>()
  const failed: string[] = []
  let ended = false
  next()

  function next(): void {
    for (const task of [...waiting.values()]) {
      if (failed.length > 0 && !goesOn) break
      const isBlocked = task.after.some((id) => waiting.has(id) || running.has(id) || failed.includes(id))
      if (isBlocked || !waiting.delete(task.id)) continue
      running.set(task.id, task)
      task.run({ done: settle(task), fail: settle(task, () => failed.push(task.id)) })
    }
    if (ended || operation.over || running.size > 0) return
    ended = true
    end(failed)
  }

  /** Once, and only while it is still waited for. */
  function settle(task: Task, note?: () => void): () => void {
    return () => {
      if (operation.over || running.get(task.id) !== task) return
      running.delete(task.id)
      note?.()
      if (note && !goesOn) {
        for (const each of running.values()) {
          each.cancel()
          failed.push(each.id)
        }
        running.clear()
      }
      next()
    }
  }
}

/** What is waited for is deleted last. */
export function reversed(tasks: readonly Task[]): readonly Task[] {
  return tasks.map((task) => ({
    ...task,
    after: tasks.filter(({ after }) => after.includes(task.id)).map(({ id }) => id)
  }))
}
