// Quotas that a first deploy meets, and how much of them is used (Service Quotas, EC2, Elastic Load Balancing; F1.2).
import { paginateDescribeLoadBalancers } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Usage } from '../model/seen.ts'
import { required } from './answer.ts'
import { call, callAll } from './call.ts'
import type { Clients } from './clients.ts'

/** As Service Quotas numbers them, the same in every account. */
const codes = {
  vpcs: ['vpc', 'L-F678F1CE'],
  loadBalancers: ['elasticloadbalancing', 'L-53DA6B97'],
  vcpus: ['fargate', 'L-3032A538']
} as const

export const quotas = ({ serviceQuotas, ec2, loadBalancing }: Clients) => {
  async function limit(of: keyof typeof codes): Promise<number> {
    const action = 'servicequotas:GetServiceQuota'
    const { GetServiceQuotaCommand } = await import('@aws-sdk/client-service-quotas')
    const client = await serviceQuotas()
    const [ServiceCode, QuotaCode] = codes[of]
    const answer = await call(action, () => client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode })))
    return required(answer.Quota?.Value, `${action} Quota.Value`)
  }

  async function countVpcs(): Promise<number> {
    const action = 'ec2:DescribeVpcs'
    const { paginateDescribeVpcs } = await import('@aws-sdk/client-ec2')
    const pages = await callAll(action, paginateDescribeVpcs({ client: await ec2() }, {}))
    return pages.flatMap(({ Vpcs }) => required(Vpcs, `${action} Vpcs`)).length
  }

  /** Application load balancers: others have quotas of their own. */
  async function countLoadBalancers(): Promise<number> {
    const action = 'elasticloadbalancing:DescribeLoadBalancers'
    const pages = await callAll(action, paginateDescribeLoadBalancers({ client: loadBalancing() }, {}))
    const all = pages.flatMap(({ LoadBalancers }) => required(LoadBalancers, `${action} LoadBalancers`))
    return all.filter(({ Type }) => Type === 'application').length
  }

  return {
    async vpcs(): Promise<Usage> {
      const [used, most] = await Promise.all([countVpcs(), limit('vpcs')])
      return { used, limit: most }
    },
    async loadBalancers(): Promise<Usage> {
      const [used, most] = await Promise.all([countLoadBalancers(), limit('loadBalancers')])
      return { used, limit: most }
    },
    /** vCPUs of all on-demand Fargate tasks of the region together. */
    vcpus: () => limit('vcpus')
  }
}
