// Certificates that are given (ACM, F8.3).
import type { Certificate } from '../model/seen.ts'
import { given, required } from './answer.ts'
import { callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

export const certificates = ({ acm }: Clients) => ({
  /** @returns undefined when there is none of this ARN. */
  async describe(arn: string): Promise<Certificate | undefined> {
    const action = 'acm:DescribeCertificate'
    const { DescribeCertificateCommand } = await import('@aws-sdk/client-acm')
    const client = await acm()
    const command = new DescribeCertificateCommand({ CertificateArn: arn })
    const answer = await callUnless(action, named('ResourceNotFoundException'), () => client.send(command))
    if (!answer) return undefined
    const found = required(answer.Certificate, `${action} Certificate`)
    const renewal = found.RenewalEligibility
    return {
      status: required(found.Status, `${action} Certificate.Status`),
      ...given({ reason: found.FailureReason }),
      names: [
        ...new Set([
          ...(found.DomainName === undefined ? [] : [found.DomainName]),
          ...(found.SubjectAlternativeNames ?? [])
        ])
      ],
      ...given({ expires: found.NotAfter?.getTime(), renewed: renewal && renewal === 'ELIGIBLE' })
    }
  }
})
