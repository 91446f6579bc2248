package com.example.shop.legacy

import com.segment.analytics.Analytics
import com.segment.analytics.Options
import com.segment.analytics.Properties
import com.segment.analytics.messages.TrackMessage

class MainActivity : AppCompatActivity() {
    private val eventName by lazy { "Lazily Named" }
    val title: String get() = "Computed"
    var changing = "Changing"

    override fun onCreate(state: Bundle?) {
        Analytics.with(this).track("Application Started") // want "Application Started" key=unknown
        Analytics.with(this).track("Product Viewed", Properties().putValue("name", "Moto 360")) // want "Product Viewed" name=string:"Moto_360" key=unknown
        Analytics.with(applicationContext).track("Purchased Item", Properties().putValue("sku", "13d31").putRevenue(199.99)) // want "Purchased Item" sku=string:"13d31" revenue=number:199.99 key=unknown
        Analytics.with(this).track("Order Completed", Properties(2).apply { putValue("value", "7"); putRevenue(order.total) }, Options().setIntegration("Mixpanel", false)) // want "Order Completed" value=string:"7" revenue=number key=unknown
        Analytics.with(this).track(title) // unread
        Analytics.with(this).track(changing) // unread
        val local = "Local Value"
        Analytics.with(this).track(local) // want "Local Value" key=unknown
        client.enqueue(
            TrackMessage.builder("Server Side") // want "Server Side" revenue=number:39.95 key=given
                .userId("f4ca124298")
                .properties(mapOf("revenue" to 39.95))
        )
        client.enqueue(TrackMessage.builder("Without A User").properties(mapOf("value" to null))) // want "Without A User" value=null:null key=missing
    }
}
