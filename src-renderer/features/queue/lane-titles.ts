import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { IconName } from '../../ui/icon.tsx'

interface LaneTitle {
  title: string
  icon: IconName
}

/** What holds the lane or all work, in a line. */
const TITLES: Partial<Record<ErrorCode, LaneTitle>> = {
  key_missing: { title: 'There is no API key. Calls wait for one.', icon: 'key' },
  key_rejected: { title: 'The API rejects the key. Calls wait for a new one.', icon: 'key' },
  permission_denied: { title: 'The key may not use this model. Calls wait.', icon: 'key' },
  model_unknown: { title: 'The API does not know the model. Calls wait for another.', icon: 'settings' },
  out_of_credit: { title: 'The account is out of credit. Calls wait.', icon: 'warning' },
  spend_limit_reached: { title: 'The month’s spend limit is reached. Calls wait.', icon: 'warning' },
  budget_reached: { title: 'Today’s budget is reached. Calls wait until tomorrow.', icon: 'clock' },
  network_unreachable: { title: 'The API cannot be reached. Calls wait for the network.', icon: 'offline' },
  connection_lost: { title: 'The connection broke. Calls wait for it.', icon: 'offline' },
  overloaded: { title: 'The API is overloaded. Calls wait.', icon: 'clock' },
  computer_busy: { title: 'Too much is open on this computer. Work waits.', icon: 'warning' },
  disk_full: { title: 'The disk takes no more. Work waits for room.', icon: 'warning' },
  api_error: { title: 'The API has a fault of its own. Calls wait.', icon: 'clock' },
  call_timeout: { title: 'The API does not answer in time. Calls wait.', icon: 'clock' },
  request_rejected: { title: 'The API takes no request of Sluice. Calls wait.', icon: 'warning' },
  call_never_fits: { title: 'A call is larger than the limits allow. Calls wait.', icon: 'settings' },
  store_failed: { title: 'The database reports an error. Work waits.', icon: 'warning' },
  database_damaged: { title: 'The database is damaged. Work waits.', icon: 'warning' },
  engine_fault: { title: 'Sluice has a fault of its own. Work waits.', icon: 'warning' },
}

export function laneTitle(code: ErrorCode): LaneTitle | undefined {
  return TITLES[code]
}
