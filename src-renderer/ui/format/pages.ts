/** Numbers of pages as ranges: "87–88, 203–206, 371". */
export function formatPages(pages: readonly number[]): string {
  const sorted = [...new Set(pages)].toSorted((a, b) => a - b)
  const ranges: [first: number, last: number][] = []
  for (const page of sorted) {
    const range = ranges.at(-1)
    if (range && range[1] === page - 1) range[1] = page
    else ranges.push([page, page])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(', ')
}
