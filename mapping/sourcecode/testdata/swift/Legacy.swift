import Analytics

private let itemPurchased = "Item Purchased"

class ViewController: UIViewController {
    override func viewDidLoad() {
        Analytics.shared().track(itemPurchased, properties: ["item": "Sword of Heracles", "revenue": 2.95]) // want "Item Purchased" item=string:"Sword_of_Heracles" revenue=number:2.95 key=unknown
        Analytics.shared().track("Application Started") // want "Application Started" key=unknown
        SEGAnalytics.shared().track("Product Viewed", properties: nil, options: ["context": ["campaign": ["revenue": "email"]]]) // want "Product Viewed" key=unknown
        SEGAnalytics.shared()?.track("Product Rated", properties: nil, options: ["integrations": ["All": true]]) // want "Product Rated" key=unknown
        Analytics.shared().track("Order Completed", properties: ["revenue": NSNumber(value: total), "value": String(total)]) // want "Order Completed" revenue=number value=string key=unknown
        Analytics.shared().track(name(of: self)) // unread
    }
}
