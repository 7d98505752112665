// The scripts of release.yml, with a `gh` that writes down what it is asked.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { parse } from 'yaml'
import { read } from './files.ts'

interface Release {
  readonly jobs: { readonly release: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } }
}
const { steps } = (parse(read('.github/workflows/release.yml')) as Release).jobs.release
const folder = mkdtempSync(join(tmpdir(), 'slipway-release-'))
after(() => {
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  writeFileSync(join(folder, 'package.json'), '{\n  "version": "1.2.0"\n}\n')
  writeFileSync(join(folder, 'CHANGELOG.md'), '# Changelog\n\n## 1.2.0\n\n- New.\n\n## 1.1.0\n\n- Old.\n')
})

function run(step: string, version: string, gh = 'exit 0') {
  writeFileSync(join(folder, 'gh'), `#!/bin/sh\necho "$*" >>"${folder}/calls"\n${gh}\n`, { mode: 0o755 })
  rmSync(join(folder, 'calls'), { force: true })
  const script = steps.find(({ name }) => name === step)?.run ?? ''
  const { status, stdout } = spawnSync('bash', ['-e', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: [folder, process.env.PATH].join(delimiter),
      VERSION: version,
      RUNNER_TEMP: folder,
      GITHUB_SHA: 'abc',
      GITHUB_REPOSITORY: 'acme/slipway'
    }
  })
  return { status, stdout }
}

test("the notes are the version's section of the changelog", () => {
  assert.equal(run('read the notes', '1.2.0').status, 0)
  assert.equal(readFileSync(join(folder, 'notes.md'), 'utf8').trim(), '- New.')
})

for (const [version, said] of [
  ['v1.2.0', 'is not a version'],
  ['1.1.0', 'package.json::The version is another one'],
  ['1.2.0', 'CHANGELOG.md::There is no section 1.2.0']
] as const) {
  test(`${version} is refused: ${said}`, () => {
    if (said.includes('CHANGELOG')) writeFileSync(join(folder, 'CHANGELOG.md'), '## Unreleased\n\n- New.\n')
    const { status, stdout } = run('read the notes', version)
    assert.equal(status, 1)
    assert.ok(stdout.includes(said), stdout)
  })
}

const isNew = 'case "$*" in *view*) exit 1 ;; esac'

test('the release is made, and v1 moves to it', () => {
  assert.equal(run('tag and publish', '1.2.0', isNew).status, 0)
  const [, release, move] = readFileSync(join(folder, 'calls'), 'utf8').split('\n')
  assert.equal(release, `release create v1.2.0 --target abc --title v1.2.0 --notes-file ${folder}/notes.md`)
  assert.equal(move, 'api --method PATCH repos/acme/slipway/git/refs/tags/v1 --field sha=abc --field force=true')
})

test('run again after a failure, it goes on from the release that is there', () => {
  assert.equal(run('tag and publish', '1.2.0', 'case "$*" in *commits/v1.2.0*) echo abc ;; esac').status, 0)
  const calls = readFileSync(join(folder, 'calls'), 'utf8')
  assert.doesNotMatch(calls, /release create/)
  assert.match(calls, /PATCH .*refs\/tags\/v1 /)
})

test('a release of another commit is not taken for this one', () => {
  const { status, stdout } = run('tag and publish', '1.2.0', 'case "$*" in *commits/v1.2.0*) echo other ;; esac')
  assert.equal(status, 1)
  assert.match(stdout, /v1.2.0 is released already, of another commit/)
})

test('the first release of a major version makes its tag', () => {
  assert.equal(run('tag and publish', '2.0.0', 'case "$*" in *view* | *PATCH*) exit 1 ;; esac').status, 0)
  assert.match(
    readFileSync(join(folder, 'calls'), 'utf8'),
    /POST repos\/acme\/slipway\/git\/refs --field ref=refs\/tags\/v2/
  )
})
