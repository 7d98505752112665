// Which version a revision is, whatever its number, and the good ones before it (docs/decisions/0017).
import { digestIn } from './image.ts'
import { releaseRecordOf, type RunNumber } from './release-record.ts'
import { imageOf, sameContent, type Revision } from './revision.ts'

/** The same bytes of the same commit. */
export function versionKey(revision: Revision): string {
  const image = imageOf(revision.definition) ?? ''
  return `${digestIn(image) ?? image} ${releaseRecordOf(revision).commit ?? ''}`
}

/** Newest first; what a copy was made of counts, so that two steps back are two. @param active newest first. */
export function goodBefore(running: Revision, active: readonly Revision[]): readonly Revision[] {
  const numberOf = (revision: Revision): number => releaseRecordOf(revision).copyOf ?? revision.revision
  return active.filter(
    (revision) =>
      releaseRecordOf(revision).good !== undefined &&
      numberOf(revision) < numberOf(running) &&
      !sameContent(revision.definition, running.definition)
  )
}

/** Of this run, which may have been begun more than once. */
export const isOfRun = (revision: Revision, { id }: Pick<RunNumber, 'id'>): boolean =>
  releaseRecordOf(revision).run?.replace(/-[^-]*$/, '') === id
