/** The planner in a worker: a problem in, its solution out, by id. */

import { type Given, type Job, solved } from './solvers.ts'

type Question = MessageEvent<{ id: number; job: Job; given: Given<Job> }>

addEventListener('message', ({ data }: Question) => {
  postMessage({ id: data.id, found: solved(data.job, data.given) })
})
