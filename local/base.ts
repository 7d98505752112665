// The image that the examples are built on. Where the public one cannot be pulled, an image like it is made from the
// distribution's packages and npm's `node`: Node 24, npm, and busybox for a shell.
import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from './cache.ts'
import { command, runs } from './command.ts'
import { isDebian, unpack } from './debian.ts'

const publicImage = 'node:24-alpine'
const ownImage = 'slipway/base-node:24'
const pinned = { node: '24.21.0', npm: '11.19.0' }

/** The image to give as `--build-arg BASE=...`, present in the engine: made or pulled once, then kept as a file. */
export async function ensureBase(
  { dockerHost }: { readonly dockerHost: string },
  say: (line: string) => void = () => undefined
): Promise<string> {
  const call = (...args: string[]): Promise<string> => command('docker', ['--host', dockerHost, ...args])
  for (const name of [publicImage, ownImage]) if (await runs('docker', inspect(dockerHost, name))) return name
  const folder = await once('base', async (path) => {
    await mkdir(path, { recursive: true })
    const name = (await pull(dockerHost)) ? publicImage : await make(path, call, say)
    await call('save', '--output', join(path, 'image.tar'), name)
    await writeFile(join(path, 'name'), name)
  })
  const name = await readFile(join(folder, 'name'), 'utf8')
  if (!(await runs('docker', inspect(dockerHost, name))))
    await call('load', '--quiet', '--input', join(folder, 'image.tar'))
  return name
}

const inspect = (host: string, name: string): string[] => ['--host', host, 'image', 'inspect', name]

/** A network that swallows packets answers nothing at all: half a minute is enough to know. */
async function pull(host: string): Promise<boolean> {
  return runs('docker', ['--host', host, 'pull', '--quiet', publicImage], { timeout: 30_000 })
}

async function make(
  folder: string,
  call: (...args: string[]) => Promise<string>,
  say: (line: string) => void
): Promise<string> {
  if (!isDebian)
    throw new Error(`${publicImage} cannot be pulled, and only Debian and Ubuntu have what makes one like it.`)
  say(`${publicImage} cannot be pulled: making one like it (once)`)
  const root = join(folder, 'root')
  await unpack(['busybox-static', 'libc6', 'libstdc++6', 'libgcc-s1'], root)
  for (const part of ['usr/share/doc', 'usr/share/man']) await rm(join(root, part), { recursive: true, force: true })
  await addNode(root, folder)
  await addBusybox(root)
  await mkdir(join(root, 'tmp'), { recursive: true })
  await chmod(join(root, 'tmp'), 0o1777)
  await writeFile(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\n')
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n')
  await mkdir(join(root, 'home/node'), { recursive: true })
  const tar = join(folder, 'root.tar')
  await command('tar', ['--create', '--owner=0', '--group=0', '--file', tar, '--directory', root, '.'])
  const changes = ['ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'CMD ["node"]']
  await call('import', ...changes.flatMap((change) => ['--change', change]), tar, ownImage)
  await rm(root, { recursive: true })
  await rm(tar)
  return ownImage
}

async function addNode(root: string, folder: string): Promise<void> {
  const packages = [`node-linux-${process.arch}@${pinned.node}`, `npm@${pinned.npm}`]
  const archives = (await command('npm', ['pack', '--silent', ...packages], { cwd: folder })).trim().split('\n')
  const modules = join(root, 'usr/local/lib/node_modules/npm')
  await mkdir(modules, { recursive: true })
  await mkdir(join(root, 'usr/local/bin'), { recursive: true })
  for (const archive of archives) {
    const parts = archive.startsWith('npm-') ? [] : ['package/bin/node']
    const target = archive.startsWith('npm-') ? modules : join(root, 'usr/local')
    await command('tar', ['-xzf', join(folder, archive), '-C', target, '--strip-components=1', ...parts])
    await rm(join(folder, archive))
  }
  await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'))
}

/** Debian 12 keeps /bin and /lib as folders inside packages, newer releases link them to /usr: follow what is there. */
async function addBusybox(root: string): Promise<void> {
  const inBin = join(root, 'bin')
  if (!existsSync(join(inBin, 'busybox'))) {
    await mkdir(inBin, { recursive: true })
    await cp(join(root, 'usr/bin/busybox'), join(inBin, 'busybox'))
  }
  await mkdir(join(root, 'usr/bin'), { recursive: true })
  await mkdir(join(root, 'etc'), { recursive: true })
  const applets = (await command(join(inBin, 'busybox'), ['--list'])).trim().split('\n')
  for (const applet of applets) if (!existsSync(join(inBin, applet))) await symlink('busybox', join(inBin, applet))
  if (!existsSync(join(root, 'usr/bin/env'))) await symlink('../../bin/busybox', join(root, 'usr/bin/env'))
}
