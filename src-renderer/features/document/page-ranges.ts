/** First and last page of a run without a hole. */
export type PageRange = readonly [from: number, to: number]

/** Joins neighbouring pages; order and doubles do not matter. */
export function joinPages(pages: readonly number[]): PageRange[] {
  const ranges: [number, number][] = []
  for (const page of [...new Set(pages)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && last[1] === page - 1) last[1] = page
    else ranges.push([page, page])
  }
  return ranges
}

/** "87–88", or "371" where it is one page. */
export function rangeText([from, to]: PageRange): string {
  return from === to ? String(from) : `${from}–${to}`
}
