import { href, route } from '../router.ts'

/** Opens the account's drawer over the screen that names it. */
export function AccountLink({ id, name }: { id: string; name: string }) {
  const { screen, query } = route.value
  return <a href={href(screen, { ...query, account: id })}>{name}</a>
}
