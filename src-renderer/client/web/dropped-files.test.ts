import { describe, expect, it } from 'vitest'
import { droppedFiles } from './dropped-files.ts'

const file = (name: string, path = ''): File =>
  Object.assign(new File(['x'], name), path === '' ? { webkitRelativePath: '' } : { webkitRelativePath: path })

interface Tree {
  [name: string]: Tree | 'file' | 'gone'
}

/** Entries as a browser gives them: callbacks, and a folder in parts of at most two. */
function entry(name: string, tree: Tree | 'file' | 'gone'): FileSystemEntry {
  if (tree === 'gone') {
    const fail = (_done: unknown, failed: (thrown: Error) => void) => failed(new DOMException('gone', 'NotFoundError'))
    const folder = !name.includes('.')
    const one = { name, isFile: !folder, isDirectory: folder, file: fail, createReader: () => ({ readEntries: fail }) }
    return one as unknown as FileSystemEntry
  }
  if (tree === 'file') {
    const one = { name, isFile: true, isDirectory: false, file: (done: (file: File) => void) => done(file(name)) }
    return one as unknown as FileSystemEntry
  }
  const children = Object.entries(tree).map(([name, below]) => entry(name, below))
  const createReader = () => {
    const left = [...children]
    return { readEntries: (done: (part: FileSystemEntry[]) => void) => done(left.splice(0, 2)) }
  }
  return { name, isFile: false, isDirectory: true, createReader } as unknown as FileSystemEntry
}

function dropped(things: Tree): DataTransferItemList {
  const items = Object.entries(things).map(([name, tree]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry(name, tree),
    getAsFile: () => file(name),
  }))
  return [...items, { kind: 'string' }] as unknown as DataTransferItemList
}

async function namesOf(files: ReturnType<typeof droppedFiles>): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of files) names.push(name)
  return names
}

function names(items: FileList | DataTransferItemList): Promise<string[]> {
  return namesOf(droppedFiles(items))
}

describe('droppedFiles', () => {
  it('takes a file that was named whatever it is called, and of folders the PDF files, in natural order', async () => {
    const things: Tree = {
      'notes.txt': 'file',
      papers: {
        'Report 10.pdf': 'file',
        'Report 9.PDF': 'file',
        'readme.txt': 'file',
        '.hidden.pdf': 'file',
        more: { 'a.pdf': 'file', '.git': { 'b.pdf': 'file' } },
      },
    }
    expect(await names(dropped(things))).toEqual(['notes.txt', 'a.pdf', 'Report 9.PDF', 'Report 10.pdf'])
  })

  it('takes picked files, and of a picked folder the PDF files', async () => {
    const files = [
      file('notes.txt'),
      file('a.pdf', 'papers/a.pdf'),
      file('b.txt', 'papers/b.txt'),
      file('.c.pdf', 'papers/.c.pdf'),
      file('d.pdf', 'papers/.git/d.pdf'),
    ]
    expect(await names(files as unknown as FileList)).toEqual(['notes.txt', 'a.pdf'])
  })

  it('tells what cannot be read and goes on', async () => {
    const things: Tree = { papers: { 'a.pdf': 'gone', locked: 'gone', 'z.pdf': 'file' }, 'last.pdf': 'file' }
    const found = []
    for await (const one of droppedFiles(dropped(things))) found.push([one.name, one instanceof File])
    expect(found).toEqual([
      ['a.pdf', false],
      ['locked', false],
      ['z.pdf', true],
      ['last.pdf', true],
    ])
  })

  it('reads the drop before it is gone', async () => {
    const items = dropped({ 'a.pdf': 'file' }) as unknown as unknown[]
    const files = droppedFiles(items as unknown as DataTransferItemList)
    items.length = 0
    expect(await namesOf(files)).toEqual(['a.pdf'])
  })
})
