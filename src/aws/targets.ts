// Target groups: the health of what is in them, and which of them the load balancer's rule serves (ELBv2, F2.11, F1.14).
import {
  DescribeLoadBalancerAttributesCommand,
  DescribeRulesCommand,
  DescribeTargetHealthCommand
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Target, Weight } from '../model/service.ts'
import { given, required } from './answer.ts'
import { call, callUnless, named } from './call.ts'
import type { Clients } from './clients.ts'

export const targets = ({ loadBalancing }: Clients) => ({
  async health(targetGroupArn: string): Promise<readonly Target[]> {
    const action = 'elasticloadbalancing:DescribeTargetHealth'
    const command = new DescribeTargetHealthCommand({ TargetGroupArn: targetGroupArn })
    const answer = await call(action, () => loadBalancing().send(command))
    const field = `${action} TargetHealthDescriptions`
    return required(answer.TargetHealthDescriptions, field).map(({ Target: target, TargetHealth }) => ({
      address: required(target?.Id, `${field}[].Target.Id`),
      port: required(target?.Port, `${field}[].Target.Port`),
      state: required(TargetHealth?.State, `${field}[].TargetHealth.State`),
      ...given({ reason: TargetHealth?.Reason, description: TargetHealth?.Description })
    }))
  },

  /** Nobody may delete that load balancer; one that is gone is not. */
  async isDeletionProtected(loadBalancerArn: string): Promise<boolean> {
    const action = 'elasticloadbalancing:DescribeLoadBalancerAttributes'
    const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancerArn })
    const isMissing = named('LoadBalancerNotFoundException', 'LoadBalancerNotFound')
    const answer = await callUnless(action, isMissing, () => loadBalancing().send(command))
    return (
      answer?.Attributes?.some(({ Key, Value }) => Key === 'deletion_protection.enabled' && Value === 'true') ?? false
    )
  },

  /** What a forwarding rule gives each group; ECS moves these weights (F1.14). */
  async weights(ruleArn: string): Promise<readonly Weight[]> {
    const action = 'elasticloadbalancing:DescribeRules'
    const answer = await call(action, () => loadBalancing().send(new DescribeRulesCommand({ RuleArns: [ruleArn] })))
    const field = `${action} Rules[0].Actions`
    const forward = required(answer.Rules?.[0]?.Actions, field).find(({ Type }) => Type === 'forward')
    const groups = forward?.ForwardConfig?.TargetGroups ?? [{ TargetGroupArn: forward?.TargetGroupArn }]
    return groups.map(({ TargetGroupArn, Weight = 1 }) => ({
      targetGroupArn: required(TargetGroupArn, `${field}[].ForwardConfig.TargetGroups[].TargetGroupArn`),
      weight: Weight
    }))
  }
})
