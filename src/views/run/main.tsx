import './view.css'
import './log.css'
import { startView } from '../shared/start-view.tsx'
import { RunView } from './run-view.tsx'
import { isShown, readAgain } from './shown-result.ts'

/** Shows a run of an Actor. The tools of single Actors, whose names are those of their Actors, have this view too. */
startView({
  name: 'run',
  tools: ['run_actor', 'run_actor_sync', 'get_run', 'get_log'],
  isResult: isShown,
  readAgain,
  render: (props) => <RunView {...props} />,
})
