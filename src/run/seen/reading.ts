// A look of which a failure is an answer too.
import type { Reading } from '../../model/check.ts'
import { asFailure } from '../../model/failure.ts'

export async function reading<T>(read: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { at: 'read', value: await read() }
  } catch (error) {
    return { at: 'failed', failure: asFailure(error) }
  }
}
