import type { Figure } from './figure.ts'
import type { Machine } from './machine.ts'

export interface MeasureReport {
  name: string
  about: string
  seconds: number
  figures: Figure[]
  /** Why there are no figures. */
  error: string | null
}

export interface BenchReport {
  machine: Machine
  measures: MeasureReport[]
}

const COLUMNS = ['', 'n', 'min', 'median', 'p95', 'p99', 'max', 'unit', 'target'] as const

/** The report for a person. */
export function reportText({ machine, measures }: BenchReport): string {
  const { cpu, cores, memoryGigabytes, os, node, commit, load } = machine
  const head = `${cpu}, ${cores} cores, ${memoryGigabytes} GB, ${os}, Node ${node}, commit ${commit ?? 'unknown'}, load ${load}`
  return [head, ...measures.map(measureText)].join('\n\n') + '\n'
}

export function measureText({ name, about, seconds, figures, error }: MeasureReport): string {
  const head = `── ${name} (${seconds.toFixed(0)} s)\n${about}`
  if (error !== null) return `${head}\nFAILED: ${error}`
  return `${head}\n${table([COLUMNS, ...figures.map(row)])}`
}

function row(figure: Figure): string[] {
  const { name, n, min, median, p95, p99, max, unit } = figure
  const spread = n === 1 ? ['', number(median), '', '', ''] : [min, median, p95, p99, max].map(number)
  return [name, String(n), ...spread, unit, targetText(figure)]
}

function targetText({ target, met }: Figure): string {
  if (!target) return ''
  const bounds = [
    ...(target.atLeast === undefined ? [] : [`≥ ${target.atLeast}`]),
    ...(target.atMost === undefined ? [] : [`≤ ${target.atMost}`]),
  ]
  return `${target.of} ${bounds.join(', ')}: ${met ? 'met' : 'MISSED'}`
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0 })
}

/** First and last two columns to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const isText = (column: number) => column === 0 || column >= COLUMNS.length - 2
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
