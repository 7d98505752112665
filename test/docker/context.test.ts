import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readContext } from '../../src/docker/context.ts'

const environment = {
  PATH: process.env.PATH ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@a.example',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@a.example'
}

let root = ''
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', root, ...args], { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const read = (context = '.', dockerfile = join(context, 'Dockerfile'), runs = environment) =>
  readContext(join(root, context), { environment: runs, dockerfile: join(root, dockerfile) })
/** The hash of what differs; undefined: nothing does. */
const difference = async (context?: string, dockerfile?: string): Promise<string | undefined> => {
  const state = await read(context, dockerfile)
  return state.at === 'commit' ? state.difference : 'no commit'
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'slipway-context-'))
  git('init', '-q')
  write('Dockerfile', 'FROM scratch\n')
  write('app/main.js', 'one\n')
  write('.gitignore', 'ignored.txt\nnode_modules\n')
  git('add', '.')
  git('commit', '-qm', 'first')
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

describe('a checkout', () => {
  test('as it was committed is its commit', async () => {
    expect(await read()).toEqual({ at: 'commit', commit: git('rev-parse', 'HEAD').trim() })
  })

  test.each<[string, () => void]>([
    [
      'a modified file',
      () => {
        write('app/main.js', 'two\n')
      }
    ],
    [
      'a staged file',
      () => {
        write('app/main.js', 'two\n')
        git('add', '.')
      }
    ],
    [
      'a deleted file',
      () => {
        rmSync(join(root, 'app/main.js'))
      }
    ],
    [
      'an untracked file',
      () => {
        write('app/new.js', 'new\n')
      }
    ],
    [
      'a file that git ignores',
      () => {
        write('app/ignored.txt', 'x')
      }
    ],
    [
      'a file in a folder that git ignores',
      () => {
        write('node_modules/a/index.js', 'x')
      }
    ],
    [
      'a renamed file',
      () => {
        git('mv', 'app/main.js', 'app/other.js')
      }
    ],
    [
      'a mode',
      () => {
        chmodSync(join(root, 'app/main.js'), 0o755)
      }
    ],
    [
      'a link',
      () => {
        symlinkSync('main.js', join(root, 'app/link'))
      }
    ],
    [
      'a name in another script',
      () => {
        write('app/naïve 文.txt', 'x')
      }
    ],
    [
      'the Dockerfile',
      () => {
        write('Dockerfile', 'FROM other\n')
      }
    ]
  ])('differs by %s', async (_, change) => {
    change()
    expect(await difference()).toMatch(/^[0-9a-f]{16}$/)
  })

  test('has another difference for another content, name or mode, and the same for the same', async () => {
    const seen: (string | undefined)[] = []
    for (const [path, text] of [
      ['a', 'x'],
      ['a', 'y'],
      ['b', 'x']
    ] as const) {
      write(path, text)
      seen.push(await difference())
      expect(await difference()).toBe(seen.at(-1))
      rmSync(join(root, path))
    }
    write('a', 'x')
    chmodSync(join(root, 'a'), 0o700)
    seen.push(await difference())
    expect(new Set(seen).size).toBe(4)
  })

  test('of a commit that touches other files is another commit without a difference', async () => {
    write('README.md', 'x')
    git('add', '.')
    git('commit', '-qm', 'second')
    expect(await difference()).toBeUndefined()
  })

  test('that belongs to somebody else is read all the same', async () => {
    const foreign = { ...environment, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }
    expect(await read('.', 'Dockerfile', foreign)).toMatchObject({ at: 'commit' })
  })
})

describe('what docker leaves out', () => {
  test.each<[string, string, boolean]>([
    ['app/new.js', 'app/new.js', false],
    ['folder\nnode_modules', 'node_modules/a/index.js', false],
    ['**/*.log', 'a/b/c.log', false],
    ['*\n!app', 'other.txt', false],
    ['*\n!app', 'app/new.js', true],
    ['node_modules\n!node_modules/kept', 'node_modules/kept/x', true],
    ['# a comment\n\napp/tmp', 'app/tmp/x', false]
  ])('by %j: %s', async (rules, path, differs) => {
    write('.dockerignore', rules)
    git('add', '-A')
    git('commit', '-qm', 'rules')
    write(path, 'x')
    expect((await difference()) !== undefined).toBe(differs)
  })

  test("the Dockerfile's own rules win", async () => {
    write('.dockerignore', 'nothing')
    write('other.Dockerfile', 'FROM scratch')
    write('other.Dockerfile.dockerignore', 'left-out')
    git('add', '-A')
    git('commit', '-qm', 'rules')
    write('left-out', 'x')
    expect(await difference('.', 'other.Dockerfile')).toBeUndefined()
    expect(await difference('.')).toBeDefined()
  })

  test('the recipe counts even when the rules leave it out', async () => {
    write('.dockerignore', 'Dockerfile\n.dockerignore\n')
    git('add', '-A')
    git('commit', '-qm', 'rules')
    expect(await difference()).toBeUndefined()
    write('Dockerfile', 'FROM changed')
    const changed = await difference()
    expect(changed).toBeDefined()
    write('.dockerignore', 'Dockerfile\n.dockerignore\n#\n')
    expect(await difference()).not.toBe(changed)
  })
})

describe('a folder of a checkout', () => {
  beforeEach(() => {
    write('app/Dockerfile', 'FROM scratch\n')
    write('docker/app.Dockerfile', 'FROM scratch\n')
    git('add', '-A')
    git('commit', '-qm', 'app')
  })

  test('does not differ by what is outside', async () => {
    write('outside.txt', 'x')
    expect(await difference('app')).toBeUndefined()
    expect(await difference('.')).toBeDefined()
  })

  test('differs by what is inside, with the rules that lie inside', async () => {
    write('app/new.js', 'x')
    expect(await difference('app')).toBeDefined()
    write('app/.dockerignore', 'new.js\n.dockerignore')
    git('add', 'app/.dockerignore')
    git('commit', '-qm', 'rules')
    expect(await difference('app')).toBeUndefined()
  })

  test('differs by a Dockerfile that lies elsewhere', async () => {
    expect(await difference('app', 'docker/app.Dockerfile')).toBeUndefined()
    write('docker/app.Dockerfile', 'FROM other\n')
    expect(await difference('app', 'docker/app.Dockerfile')).toBeDefined()
    expect(await difference('app')).toBeUndefined()
  })
})

describe('in a folder that git ignores as a whole', () => {
  beforeEach(() => {
    write('.gitignore', 'dist/\n')
    git('add', '-A')
    git('commit', '-qm', 'rules')
    write('dist/Dockerfile', 'FROM scratch\n')
    write('dist/app/Dockerfile', 'FROM scratch\n')
    write('dist/app/main.js', 'one\n')
  })

  test.each([
    ['the folder itself as the context', 'dist', 'dist/Dockerfile', 'dist/app/main.js'],
    ['a context further down', 'dist/app', 'dist/app/Dockerfile', 'dist/app/main.js'],
    ['a Dockerfile of a context elsewhere', 'app', 'dist/Dockerfile', 'dist/Dockerfile']
  ])('%s differs by what is changed in it', async (_, context, dockerfile, changed) => {
    const before = await difference(context, dockerfile)
    expect(before).toMatch(/^[0-9a-f]{16}$/)
    write(changed, 'two\n')
    expect(await difference(context, dockerfile)).not.toBe(before)
  })

  test('a Dockerfile that docker is not sent counts', async () => {
    write('.dockerignore', 'dist\n')
    const before = await difference('.', 'dist/Dockerfile')
    write('dist/Dockerfile', 'FROM other\n')
    expect(await difference('.', 'dist/Dockerfile')).not.toBe(before)
  })
})

test('another repository inside, untracked or a submodule, counts by its content', async () => {
  const inner = join(root, 'inner')
  mkdirSync(inner)
  execFileSync('git', ['init', '-q', inner], { env: environment })
  write('inner/a', 'x')
  execFileSync('git', ['-C', inner, 'add', '.'], { env: environment })
  execFileSync('git', ['-C', inner, 'commit', '-qm', 'inner'], { env: environment })
  const untracked = await difference()
  expect(untracked).toBeDefined()
  git('-c', 'advice.addEmbeddedRepo=false', 'add', 'inner')
  git('commit', '-qm', 'a submodule')
  expect(await difference()).toBe(untracked)
  rmSync(join(inner, 'a'))
  expect(await difference()).not.toBe(untracked)
})

test('where git does not tell what differs, the content decides: another image would have the name of the commit', async () => {
  write('app/main.js', 'changed\n')
  writeFileSync(join(root, '.git/index'), 'broken')
  expect(await read()).toMatchObject({ at: 'no-git' })
})

describe('without a commit the content decides', () => {
  const hash = async (): Promise<string> => {
    const state = await read()
    return state.at === 'no-git' ? state.hash : 'a commit'
  }
  beforeEach(() => {
    rmSync(join(root, '.git'), { recursive: true })
  })

  test('outside a checkout, and before the first commit', async () => {
    const outside = await hash()
    expect(outside).toMatch(/^[0-9a-f]{40}$/)
    git('init', '-q')
    expect(await hash()).toBe(outside)
    write('app/main.js', 'two\n')
    expect(await hash()).not.toBe(outside)
  })

  test('without what docker leaves out', async () => {
    write('.dockerignore', 'left-out\n')
    const before = await hash()
    write('left-out/a', 'x')
    expect(await hash()).toBe(before)
  })

  test('also where there is no folder: the build says so', async () => {
    expect(await read('missing')).toMatchObject({ at: 'no-git' })
  })
})
