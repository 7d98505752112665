// What ECR's scan of an image found (F4), and from which severity on it keeps the image from being deployed.

/** The worst first; UNTRIAGED (Inspector) and UNDEFINED say that nobody has rated it yet. */
export const severities = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNTRIAGED', 'UNDEFINED'] as const
export type Severity = (typeof severities)[number]

export type ScanGate =
  | { readonly at: 'open' }
  /** `from`: of this severity or a worse one refuses; `waitMinutes`: for the scan to end. */
  | { readonly at: 'shut'; readonly from: GateSeverity; readonly waitMinutes: number }

export type GateSeverity = Extract<Severity, 'CRITICAL' | 'HIGH' | 'MEDIUM'>

export interface Finding {
  /** `CVE-2024-1234`, `ELSA-2024-1234`, ... */
  readonly name: string
  readonly severity: Severity
  /** With its version. */
  readonly package?: string
  /** The package's version that does not have it; absent: none is known. */
  readonly fixedIn?: string
}

export interface Findings {
  readonly counts: Readonly<Partial<Record<Severity, number>>>
  /** The worst first, and not all of them. */
  readonly worst: readonly Finding[]
}

export type Scan =
  | { readonly at: 'ended'; readonly findings: Findings }
  | { readonly at: 'going-on' }
  /** Nobody has begun one. */
  | { readonly at: 'absent' }
  /** There will be none; `because` completes a sentence. */
  | { readonly at: 'without-result'; readonly because: string }

const rank = (severity: Severity): number => severities.indexOf(severity)

export const worstFirst = (findings: readonly Finding[]): readonly Finding[] =>
  findings.toSorted((a, b) => rank(a.severity) - rank(b.severity) || (a.name < b.name ? -1 : 1))

/** How many there are of this severity and of worse ones. */
export const countFrom = ({ counts }: Findings, from: Severity): number =>
  severities.slice(0, rank(from) + 1).reduce((sum, severity) => sum + (counts[severity] ?? 0), 0)

/** `1 critical, 3 high`. */
export function countsText({ counts }: Findings): string {
  const found = severities.flatMap((severity) => {
    const count = counts[severity] ?? 0
    return count === 0 ? [] : [`${count} ${severity.toLowerCase()}`]
  })
  return found.length === 0 ? 'nothing found' : found.join(', ')
}

/** `CVE-2024-1234 (critical) in openssl 3.0.1, fixed in 3.0.2`. */
export const findingText = ({ name, severity, package: within, fixedIn }: Finding): string =>
  `${name} (${severity.toLowerCase()})${within === undefined ? '' : ` in ${within}`}` +
  (fixedIn === undefined ? ', no fix is known' : `, fixed in ${fixedIn}`)
