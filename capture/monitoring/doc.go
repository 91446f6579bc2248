// Package monitoring answers those who watch over a segtap that runs: Prometheus asks /metrics,
// whoever starts and stops programs asks /healthz and /readyz.
//
// It promises:
//
//   - Nothing is counted here. A page is made of what the store, the endpoint and the forwarder count
//     anyway, when it is asked for: it cannot say something else than the screen and the automation API.
//   - A page tells nothing of what was captured but how much. No label is of a name, a key or
//     anything else that a client has sent, and there are no more samples than segtap has words.
//   - Healthz says that the process answers, and readyz whether it can keep what comes. A request that
//     could not be kept makes it unready for a while, not for ever: else none would come
//     by which it is seen that it can. Who was seen not to have the permission to write a stream stays
//     unready until something has been kept.
//   - Neither names a file of this machine. A page that a browser shows is refused.
//
// It has a listener of its own. It never changes anything.
package monitoring
