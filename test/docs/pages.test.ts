// What docs/getting-started.md, security.md and operations.md name is there: settings, codes, verdicts, roles, rights.
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { outputs, verdictTexts } from '../../src/action/report/outputs.ts'
import { settingNames } from '../../src/action/settings/all.ts'
import { failureCodes } from '../../src/model/failure.ts'
import { parsed } from '../action/asking.ts'
import { examples, ours, read } from '../workflows/files.ts'

const codesOf = (text: string): readonly string[] =>
  [...text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
/** The first cells of the table under the heading. */
const firsts = (text: string, heading: string): readonly string[] => {
  const [section = ''] = (text.split(`## ${heading}\n`)[1] ?? '').split(/^## /m)
  return [...section.matchAll(/^\| `([^`]+)` .*\|\n(?!\| -)/gm)].map(([, code = '']) => code)
}

const template = parse(read('templates/bootstrap.yml')) as { readonly Resources: object; readonly Parameters: object }

describe.each(['getting-started', 'security', 'operations'])('docs/%s.md', (page) => {
  const codes = codesOf(read(`docs/${page}.md`))

  test('names settings, outputs and verdicts that there are', () => {
    /** Rights of GitHub's, commands of AWS's. */
    const others = ['id-token', 'pull-requests', 'delete-stack', 'rollback-stack', 'eu-west-1']
    const ours = [...settingNames, ...Object.keys(outputs), ...Object.keys(verdictTexts)]
    const words = codes.map((code) => code.replace(/: .*/, '')).filter((code) => /^[a-z0-9]+(-[a-z0-9]+)+$/.test(code))
    expect(words.filter((word) => ![...ours, ...others].includes(word))).toEqual([])
  })

  test('names failures that there are', () => {
    const words = codes.filter((code) => /^[A-Z]+_[A-Z_]+$/.test(code))
    const others = ['GITHUB_TOKEN', 'DEPLOY_ROLE', 'READ_ONLY_ROLE', 'ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED']
    expect(words.filter((word) => ![...failureCodes, ...others].some((each) => each === word))).toEqual([])
  })

  test('names parameters and roles of the bootstrap', () => {
    const words = codes.map((code) => code.replace(/=.*/, '')).filter((code) => /^([A-Z][a-z]+){2,}$/.test(code))
    const there = [...Object.keys(template.Resources), ...Object.keys(template.Parameters), 'StringEquals', 'IamUser']
    expect(words.filter((word) => !there.includes(word) && word !== 'SetIdentifier')).toEqual([])
  })
})

test('the settings of getting-started are taken', () => {
  const [, settings = ''] = /^```yaml\n([\s\S]*?)^```/m.exec(read('docs/getting-started.md')) ?? []
  expect(parsed({}, settings).config).toMatchObject({ name: 'shop', region: 'eu-west-1' })
})

test('operations has each red verdict', () => {
  const red = [...read('README.md').matchAll(/^\| `([a-z-]+)` .*\| 1 +\|$/gm)].map(([, name]) => name)
  expect(firsts(read('docs/operations.md'), 'What each red verdict means')).toEqual(red)
})

test('security has each right that a workflow for others gives', () => {
  const workflows = [...ours.filter((path) => !/(ci|release)\.yml$/.test(path)), ...examples]
  const given = workflows.flatMap((path) => {
    const { jobs } = parse(read(path)) as { readonly jobs: Readonly<Record<string, { permissions: object }>> }
    return Object.values(jobs).flatMap(({ permissions }) =>
      Object.entries(permissions).map(([name, access]) => `${name}: ${String(access)}`)
    )
  })
  const told = firsts(read('docs/security.md'), 'Permissions of `GITHUB_TOKEN`')
  expect(told.toSorted()).toEqual([...new Set([...given, 'deployments: write'])].toSorted())
})

test('no workflow runs with the rights of the base for what a stranger wrote', () => {
  for (const path of [...ours, ...examples]) expect(read(path)).not.toMatch(/pull_request_target|workflow_run/)
})
