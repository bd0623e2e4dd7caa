interface Column {
  head: string
  /** Numbers stand at the right, so that digits line up. */
  right?: true
}

/** Rows under heads, two spaces apart, without lines. Cells are text already. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map((column, i) => Math.max(column.head.length, ...rows.map((row) => width(row[i] ?? ''))))
  const line = (cells: readonly string[]) =>
    columns
      .map((column, i) => {
        const cell = cells[i] ?? ''
        const gap = ' '.repeat((widths[i] ?? 0) - width(cell))
        return column.right ? gap + cell : cell + gap
      })
      .join('  ')
      .trimEnd()
  return [line(columns.map((column) => column.head)), ...rows.map(line)]
}

/** Characters, not UTF-16 units: names come in all scripts. */
function width(text: string): number {
  return [...text].length
}
