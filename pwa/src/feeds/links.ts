/** Where a calendar address is handed to those who ask for it on the web. */

export interface Subscription {
  url: string
  webcal: string
  title: string
}

export function googleLink({ webcal }: Subscription): string {
  return `https://calendar.google.com/calendar/render?cid=${encodeURIComponent(webcal)}`
}

/** People at work and people at home have different doors. */
export function outlookLink({ url, title }: Subscription, host: 'office' | 'live'): string {
  const asked = `url=${encodeURIComponent(url)}&name=${encodeURIComponent(title)}`
  return `https://outlook.${host}.com/calendar/0/addfromweb?${asked}`
}
