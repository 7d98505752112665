// Findings of ECR's scans, basic or enhanced (F4).
import {
  StartImageScanCommand,
  paginateDescribeImageScanFindings,
  type DescribeImageScanFindingsCommandOutput,
  type EnhancedImageScanFinding,
  type ImageScanFinding
} from '@aws-sdk/client-ecr'
import type { Architecture } from '../model/config.ts'
import { membersOf } from '../model/manifest.ts'
import { platformOf } from '../model/plan.ts'
import { severities, worstFirst, type Finding, type Scan, type Severity } from '../model/scan.ts'
import { given, required } from './answer.ts'
import { callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'
import { manifestOf } from './repository.ts'

/** Findings come in any order; more pages than these are not read to name the worst. */
const mostPages = 5
const mostNamed = 10

export const scans = ({ ecr }: Clients) => ({
  /**
   * The digest that the findings hang on: of an index, the manifest for the processor that runs it (F4).
   * @returns undefined when an index has none for it.
   */
  async scannedDigest(name: string, digest: string, architecture: Architecture): Promise<string | undefined> {
    const { manifest } = await manifestOf({ ecr }, name, digest)
    const members = membersOf(manifest)
    return members ? members.find(({ platform }) => platform === platformOf(architecture))?.digest : digest
  },

  async find(name: string, digest: string): Promise<Scan> {
    const action = 'ecr:DescribeImageScanFindings'
    const input = { repositoryName: name, imageId: { imageDigest: digest }, maxResults: 1000 }
    const pages: DescribeImageScanFindingsCommandOutput[] = []
    await callUnless(action, named('ScanNotFoundException'), async () => {
      for await (const page of paginateDescribeImageScanFindings({ client: ecr() }, input))
        if (pages.push(page) === mostPages) return
    })
    const [first] = pages
    if (!first) return { at: 'absent' }
    const state = scanState(first, action)
    if (state.at !== 'ended') return state
    const worst = worstFirst(pages.flatMap(findingsIn)).slice(0, mostNamed)
    return { at: 'ended', findings: { counts: state.counts, worst } }
  },

  /** A basic scan. Where one was begun today, or Inspector does it alone, that is fine; what it cannot scan, `find` says. */
  async start(name: string, digest: string): Promise<void> {
    const isElse = named('LimitExceededException', 'ValidationException', 'UnsupportedImageTypeException')
    const command = new StartImageScanCommand({ repositoryName: name, imageId: { imageDigest: digest } })
    await callUnless('ecr:StartImageScan', isElse, () => ecr().send(command))
  }
})

type State =
  | { readonly at: 'ended'; readonly counts: Readonly<Partial<Record<Severity, number>>> }
  | Extract<Scan, { at: 'going-on' | 'without-result' }>

function scanState(
  { imageScanStatus, imageScanFindings }: DescribeImageScanFindingsCommandOutput,
  action: string
): State {
  const status = required(imageScanStatus?.status, `${action} imageScanStatus.status`) as string
  switch (status) {
    case 'PENDING':
    case 'IN_PROGRESS':
      return { at: 'going-on' }
    case 'COMPLETE':
    case 'ACTIVE': {
      // Inspector is ACTIVE from the start, and goes on for as long as the image is there.
      if (!imageScanFindings) return { at: 'going-on' }
      const counts = Object.entries(imageScanFindings.findingSeverityCounts ?? {})
      return { at: 'ended', counts: sum(counts.map(([severity, count]) => [severityOf(severity), count])) }
    }
    default: {
      const { description } = imageScanStatus ?? {}
      return { at: 'without-result', because: `${status}${description === undefined ? '' : ` (${description})`}` }
    }
  }
}

function sum(counts: readonly (readonly [Severity, number])[]): Partial<Record<Severity, number>> {
  const all: Partial<Record<Severity, number>> = {}
  for (const [severity, count] of counts) all[severity] = (all[severity] ?? 0) + count
  return all
}

/** One that this code does not know may be any: it counts as the worst. */
const severityOf = (severity: string | undefined): Severity =>
  severities.find((known) => known === severity) ?? 'CRITICAL'

const findingsIn = ({ imageScanFindings }: DescribeImageScanFindingsCommandOutput): readonly Finding[] => [
  ...(imageScanFindings?.findings ?? []).map(basic),
  ...(imageScanFindings?.enhancedFindings ?? []).map(enhanced)
]

function basic({ name = 'a finding without a name', severity, attributes = [] }: ImageScanFinding): Finding {
  const [within, version, fixedIn] = ['package_name', 'package_version', 'fixed_in_version'].map(
    (wanted) => attributes.find(({ key }) => key === wanted)?.value
  )
  return {
    name,
    severity: severityOf(severity),
    ...given({ package: packageName(within, version), fixedIn })
  }
}

function enhanced({ title, severity, packageVulnerabilityDetails: details }: EnhancedImageScanFinding): Finding {
  const [first] = details?.vulnerablePackages ?? []
  // What Inspector writes where there is no fix.
  const fixedIn = first?.fixedInVersion === 'NotAvailable' ? undefined : first?.fixedInVersion
  return {
    name: details?.vulnerabilityId ?? title ?? 'a finding without a name',
    severity: severityOf(severity),
    ...given({ package: packageName(first?.name, first?.version), fixedIn })
  }
}

const packageName = (name?: string, version?: string): string | undefined =>
  name === undefined || version === undefined ? name : `${name} ${version}`
