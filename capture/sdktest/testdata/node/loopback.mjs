// Keeps what Node runs on this machine: an SDK that turns to another host, as one
// that is pointed wrongly does, is refused and told on.
import dns from 'node:dns'

const { lookup } = dns
dns.lookup = (host, ...rest) => {
  if (host === 'localhost' || host === '127.0.0.1') return lookup(host, ...rest)
  console.error(`the client turned to ${host}`)
  const problem = new Error(`${host} is not of this machine`)
  process.nextTick(rest.at(-1), problem)
}
