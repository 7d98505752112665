// A failure as it is told, in one order and under the same headings in the log, in the summary and in a comment: what is
// wrong, the way out, what was seen, and where the rest is. Pure.
import type { Failure, FailureCode } from '../../model/failure.ts'
import { block, prose } from './markdown.ts'

type FailurePart =
  | { readonly tells: 'cause'; readonly title: FailureCode; readonly text: string }
  | { readonly tells: 'remedy'; readonly title: string; readonly text: string }
  | { readonly tells: 'seen'; readonly title: string; readonly lines: readonly string[] }
  | { readonly tells: 'log'; readonly title: string; readonly link: string }

function failureParts({ code, sentence, remedy, evidence, logLink }: Failure): readonly FailurePart[] {
  // Mistakes in the settings are their own evidence: the sentence has them already.
  const isTold = evidence.every((line) => sentence.includes(line))
  return [
    { tells: 'cause', title: code, text: sentence },
    { tells: 'remedy', title: 'What to do', text: remedy },
    ...(isTold ? [] : [{ tells: 'seen', title: 'What was seen', lines: evidence } as const]),
    ...(logLink === undefined ? [] : [{ tells: 'log', title: 'The whole log in the console', link: logLink } as const])
  ]
}

export interface FailureLines {
  /** The message of the annotation, whose title is the code. */
  readonly annotation: readonly string[]
  /** What is printed behind it. */
  readonly more: readonly string[]
}

export function failureLines(failure: Failure): FailureLines {
  const parts = failureParts(failure)
  return {
    annotation: parts.flatMap((part) =>
      part.tells === 'cause' ? [part.text] : part.tells === 'remedy' ? [`${part.title}: ${part.text}`] : []
    ),
    more: parts.flatMap((part) =>
      part.tells === 'seen'
        ? [`${part.title}:`, ...part.lines.map((line) => `  ${line}`)]
        : part.tells === 'log'
          ? [`${part.title}: ${part.link}`]
          : []
    )
  }
}

/** GitHub drops a summary of more than 1 MiB: evidence is cut first. */
const mostEvidenceBytes = 500_000

/** @param region absent: there is only one, or it is of all of them. */
export function failureMarkdown(failure: Failure, region?: string, mostBytes = mostEvidenceBytes): readonly string[] {
  const where = region === undefined ? '' : ` in ${prose(region)}`
  return failureParts(failure).flatMap((part) => {
    switch (part.tells) {
      case 'cause':
        return [`**${part.title}**${where}: ${prose(part.text)}`]
      case 'remedy':
        return [`**${part.title}**: ${prose(part.text)}`]
      case 'seen':
        return [`**${part.title}**:`, block(newest(part.lines, mostBytes))]
      case 'log':
        return [`[${part.title}](${part.link})`]
    }
  })
}

/** The end of a log tells more than its start. */
function newest(lines: readonly string[], most: number): readonly string[] {
  const kept: string[] = []
  let bytes = 0
  for (const line of lines.toReversed()) {
    bytes += Buffer.byteLength(line) + 1
    if (bytes > most) return [`(${lines.length - kept.length} earlier lines are in the log)`, ...kept.toReversed()]
    kept.push(line)
  }
  return lines
}
