/** The parts of a dropped thing that are used: a DataTransferItem. */
type DroppedItem = Pick<DataTransferItem, 'kind' | 'webkitGetAsEntry' | 'getAsFile'>

/** What stands where a file should, because it cannot be read. */
export interface Unread {
  name: string
  unread: unknown
}

/** "Report 9" before "Report 10", as the folder is listed elsewhere. */
const natural = new Intl.Collator('en', { numeric: true })

/**
 * The files that were dropped or picked, in order. A folder stands for the PDF files below it, without hidden ones; a file
 * that was named by itself is taken whatever it is called; what cannot be read is told and keeps no other from coming. What
 * a drop holds is gone after this tick, so it is read at once; folders are walked while the files are taken.
 */
export function droppedFiles(items: FileList | DataTransferItemList): AsyncGenerator<File | Unread> {
  const given = [...(items as Iterable<File | DroppedItem>)].flatMap((item): (File | FileSystemEntry)[] => {
    if (!isDroppedItem(item)) return isWanted(item) ? [item] : []
    if (item.kind !== 'file') return []
    const one = item.webkitGetAsEntry() ?? item.getAsFile()
    return one === null ? [] : [one]
  })
  return walkAll(given)
}

function isDroppedItem(item: File | DroppedItem): item is DroppedItem {
  return 'kind' in item
}

/** Of a picked folder every file comes, with its path below it. */
export function isWanted(file: File): boolean {
  const path = file.webkitRelativePath
  return path === '' || (isPdf(path) && path.split('/').every((name) => !name.startsWith('.')))
}

async function* walkAll(given: readonly (File | FileSystemEntry)[]): AsyncGenerator<File | Unread> {
  for (const one of given) {
    if (!('isFile' in one)) yield one
    else if (isFileEntry(one)) yield await fileOf(one)
    else if (isFolderEntry(one)) yield* walk(one)
  }
}

async function* walk(folder: FileSystemDirectoryEntry): AsyncGenerator<File | Unread> {
  const all = await entriesOf(folder).catch((thrown: unknown) => ({ name: folder.name, unread: thrown }))
  if ('unread' in all) {
    yield all
    return
  }
  const entries = all.filter(({ name }) => !name.startsWith('.'))
  for (const entry of entries.toSorted((a, b) => natural.compare(a.name, b.name))) {
    if (isFolderEntry(entry)) yield* walk(entry)
    else if (isFileEntry(entry) && isPdf(entry.name)) yield await fileOf(entry)
  }
}

/** A folder is told in parts, and is over with an empty one. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) return entries
    entries.push(...part)
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File | Unread> {
  return new Promise((resolve) => entry.file(resolve, (thrown) => resolve({ name: entry.name, unread: thrown })))
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function isFolderEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory
}

function isPdf(name: string): boolean {
  return /\.pdf$/i.test(name)
}
