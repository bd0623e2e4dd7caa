/**
 * The grid of the table; head and rows share it. Where there is no room for a column of its own, the time at which a
 * document was added stands at the end of the second line below its name.
 */
export const COLUMNS =
  'grid grid-cols-[34px_minmax(0,1fr)_44px_250px_84px_minmax(160px,182px)_78px_80px] items-center gap-x-[13px] pr-5 pl-3 min-[1600px]:grid-cols-[44px_minmax(0,1fr)_110px_56px_320px_140px_260px_110px_100px]'

export const DOCUMENT = 'col-start-2 row-start-1'
export const ADDED = 'col-start-2 row-start-1 justify-self-end min-[1600px]:col-start-3'

/** With the line below it. */
export const HEAD_HEIGHT = 29
export const ROW_HEIGHT = 44
/** A row that tells what a person can do: a sentence, its remedy and buttons. */
export const FAILED_ROW_HEIGHT = 58
