import Segment

let N = "Outer"

func loops(analytics: Analytics, names: [String]) {
    for N in names {
        analytics.track(name: N) // unread
    }
    names.forEach { N in
        analytics.track(name: N) // unread
    }
    while let N = next() {
        analytics.track(name: N) // unread
    }
    analytics.track(name: N) // want "Outer"
}
