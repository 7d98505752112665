// Why the scan of an image keeps it from being deployed (docs/decisions/0023). Pure.
import { Failure } from '../model/failure.ts'
import { countFrom, countsText, findingText, severities, type Findings, type ScanGate } from '../model/scan.ts'

export type Gate = Extract<ScanGate, { at: 'shut' }>

const nothingTouched = 'Nothing that serves was touched.'

/** @returns undefined when nothing that was found is that bad. */
export function diagnoseFindings({ from }: Gate, image: string, findings: Findings): Failure | undefined {
  const count = countFrom(findings, from)
  if (count === 0) return undefined
  const refused = severities.slice(0, severities.indexOf(from) + 1)
  const worst = findings.worst.filter(({ severity }) => refused.includes(severity))
  const more = count - worst.length
  return new Failure({
    code: 'SCAN_GATE',
    sentence:
      `The scan of ${image} has ${count === 1 ? '1 finding' : `${count} findings`} from which \`scan-gate: ` +
      `${from.toLowerCase()}\` keeps us (${countsText(findings)}). ${nothingTouched}`,
    remedy:
      'Build on a newer base image or update the packages that are listed, and run this again; the findings are in ECR, beside the ' +
      'image. What is accepted knowingly is let through by a milder `scan-gate`, or `none`.',
    evidence: [...worst.map(findingText), ...(more > 0 ? [`and ${more} more`] : [])]
  })
}

/** @param because completes "There is no result of the scan of x: ...". */
export const diagnoseNoResult = ({ from }: Gate, image: string, because: string): Failure =>
  new Failure({
    code: 'SCAN_GATE',
    sentence:
      `\`scan-gate: ${from.toLowerCase()}\` asks for the scan of ${image}, and there is no result: ${because}. ` +
      nothingTouched,
    remedy:
      'A gate that cannot tell stays shut. A scan that takes long: raise `scan-wait-minutes`. An image that basic scanning ' +
      "does not know: turn on ECR's enhanced scanning. Otherwise set `scan-gate: none`."
  })
