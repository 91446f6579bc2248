import Foundation
import Segment

/* Comments /* nest: analytics.track(name: "In a nested comment") */ analytics.track(name: "Still in it") */
let cartViewed = "Cart Viewed"

enum Event: String {
    case signedUp = "Signed Up"
    case signedIn = "Signed In", signedOut = "Signed Out"
    case implicit
}

enum Names {
    static let orderCompleted = "Order Completed"
    struct Account {
        static let closed: String = "Account " + "Closed"
    }
}

struct TrackProperties: Codable {
    let orderId: String
    let revenue: Double
    let currency: String
}

extension Analytics {
    static var main = Analytics(configuration: Configuration(writeKey: "WRITE_KEY").flushAt(3).trackApplicationLifecycleEvents(true))
}

final class Checkout {
    static let started = "Checkout Started"
    private let analytics = Analytics(configuration: Configuration(writeKey: "WRITE_KEY"))
    private let recorder = Analytics(configuration: .init(writeKey: "OTHER_KEY"))
    var label = "Changing"

    func start(order: Order) {
        analytics.track(name: "Button Clicked") // want "Button Clicked" key=unknown
        analytics.track(name: "Order Paid", properties: TrackProperties(orderId: "order-123", revenue: 23.00, currency: "USD")) // want "Order Paid" orderId=string:"order-123" revenue=number:23.00 currency=string:"USD" key=unknown
        analytics.track(name: Names.orderCompleted, properties: ["revenue": order.total, "currency": "USD"]) // want "Order Completed" revenue=? currency=string:"USD" key=unknown
        analytics.track(name: Self.started, properties: ["value": 2.95, "items": ["a", "b"], "inner": ["revenue": "1"]]) // want "Checkout Started" value=number:2.95 items=array inner=object inner.revenue=string:"1" key=unknown
        analytics.track(name: Checkout.started, properties: ["value": "2.95"]) // want "Checkout Started" value=string:"2.95" key=unknown
        analytics.track(name: cartViewed, properties: nil as [String: Any]?) // want "Cart Viewed" key=unknown
        analytics.track(name: Names.Account.closed) // want "Account Closed" key=unknown
        analytics.track(name: Event.signedUp.rawValue) // want "Signed Up" key=unknown
        analytics.track(name: Event.signedOut.rawValue) // want "Signed Out" key=unknown
        analytics.track(name: Event.implicit.rawValue) // want "implicit" key=unknown
        Analytics.main.track(name: "Of The Main", properties: order.properties) // want "Of The Main" key=unknown open
        self.analytics?.track(name: "Optionally", properties: [:]) // want "Optionally" key=unknown
        analytics!.track(name: "Forced", properties: ["value": Double(order.text) ?? 0]) // want "Forced" value=number key=unknown
        recorder.track(name: "Recorded", properties: ["value": "\(order.total)"]) // want "Recorded" value=string key=unknown
        analytics.track(
            name: "Enriched", // want "Enriched" value=boolean:true key=unknown
            properties: [
                "value": true,
            ],
            enrichments: [{ event in event }])
        analytics.track(name: #"Raw "quoted" \n"#) // want "Raw \"quoted\" \n" key=unknown
        analytics.track(name: "Tab\t\u{e9}\"") // want "Tab	é\"" key=unknown
        analytics.track(name: "Order \(order.state)") // unread
        analytics.track(name: label) // unread
        analytics.track(name: order.event, properties: ["value": 1]) // unread
        guard let name = order.name() else { return }
        analytics.track(name: name) // unread
        guard let props = order.dictionary else { return }
        analytics.track(name: "Guarded", properties: props) // want "Guarded" key=unknown open
        let local = "Local Constant"
        analytics.track(name: local) // want "Local Constant" key=unknown
    }

    func texts(order: Order) -> String {
        // analytics.track(name: "In a line comment")
        let raw = #"analytics.track(name: "In a raw string") \#(analytics.track(name: "In a raw interpolation"))"# // want "In a raw interpolation" key=unknown
        let long = """
            analytics.track(name: "In a long string") and "Don't"
            \(order.items.map { "\($0.name)" }.joined(separator: ")")) \(analytics.track(name: "In its interpolation")) // want "In its interpolation" key=unknown
            \\(analytics.track(name: "Not interpolated"))
            """
        let hashes = ##"analytics.track(name: "Of "# two hashes")"##
        return "analytics.track(name: \"In a string\") \(analytics.track(name: "Inside \"of\" it"))" + raw + long + hashes // want "Inside \"of\" it" key=unknown
    }

    func others() {
        Mixpanel.mainInstance().track(event: "Of Mixpanel", properties: ["a": "b"])
        Amplitude.instance().logEvent("Of Amplitude")
        amplitude.track(eventType: "Of Amplitude too")
        playlist.track(3)
        session.track(name: "Of a session")
        analytics.screen(title: "Of a screen")
        analytics.identify(userId: "Of an identify", traits: ["name": "a"])
        tracker.track(anchor)
    }
}

class Plugin: EventPlugin {
    public func track(event: TrackEvent) -> TrackEvent? {
        var working = event
        working.event = "[New] \(event.event)"
        return working
    }
}
