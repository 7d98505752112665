// Tasks of a new version are asked at their own addresses, where anybody may ask them.
import { afterAll, expect, test } from '@jest/globals'
import type { Config } from '../../src/model/config.ts'
import { plain } from '../template/example.ts'
import { disconnect } from './sdk.ts'
import { whole, type Circumstances, type Ran } from './whole.ts'

afterAll(disconnect)

const open: Partial<Config> = { network: { ...plain.network, ingress: 'public' } }
const said = ({ progress }: Ran) =>
  progress.flatMap((each) =>
    (each.at === 'changed' || each.at === 'warning') && each.text.includes('own address') ? [[each.at, each.text]] : []
  )

async function run(
  change: Partial<Config>,
  answers: (url: string) => Promise<{ readonly status: number }> = () => Promise.resolve({ status: 200 }),
  circumstances: Partial<Circumstances> = {}
): Promise<Ran> {
  const region = whole({ ways: { pace: 0.1 }, ...circumstances })
  const visit = (url: string) => (url.startsWith('http://203.') ? answers(url) : Promise.resolve({ status: 200 }))
  const ran = await region.deploy({ change, over: { visit } })
  expect(ran.verdict.verdict).toBe('deployed')
  const again = await region.deploy({ change, over: { visit } })
  expect([again.verdict.verdict, said(again)]).toEqual(['unchanged', []])
  return ran
}

test('each that answers is told', async () => {
  expect(said(await run(open))).toEqual([
    ['changed', expect.stringMatching(/^a task at its own address: http:\/\/203\.0\.113\.\d+:8080\/ answers 200$/)]
  ])
})

test.each<[string, () => Promise<{ readonly status: number }>, RegExp]>([
  ['answers badly', () => Promise.resolve({ status: 503 }), /8080\/ answers 503$/],
  ['does not answer', () => Promise.reject(new Error('no answer within 10 s')), /8080\/: no answer within 10 s$/]
])('one that %s is a warning', async (_, answers, text) => {
  expect(said(await run(open, answers))).toEqual([['warning', expect.stringMatching(text)]])
})

test('nobody is asked where only the load balancer comes in', async () => {
  const { progress, calls } = await run({})
  expect(said({ progress } as Ran)).toEqual([])
  expect(calls).not.toContain('ec2:DescribeNetworkInterfaces')
})

test('without the right to look for addresses that is told', async () => {
  const denied = { faults: { denied: ['ec2:DescribeNetworkInterfaces'] } }
  expect(said(await run(open, undefined, denied))).toEqual([
    ['warning', expect.stringContaining('ec2:DescribeNetworkInterfaces')]
  ])
})
