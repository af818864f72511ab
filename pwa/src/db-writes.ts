/** Everything that writes rows, outbox and pictures: loaded with the first act or the first sync. */

export * from './db-outbox.ts'
export * as photos from './db-photos.ts'
export { apply, dropBase, wipe } from './db-take.ts'
