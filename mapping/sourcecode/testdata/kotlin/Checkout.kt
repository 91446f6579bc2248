package com.example.shop

import com.segment.analytics.kotlin.android.Analytics
import com.segment.analytics.kotlin.core.*
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.*

const val CART_VIEWED = "Cart Viewed"
private val CART_SHARED: String = "Cart" + " Shared"

object Events {
    const val ORDER_COMPLETED = "Order Completed"
    object Account { const val SIGNED_UP = "Signed Up" }
}

enum class Event(val label: String) {
    SIGNED_IN("Signed In"),
    SIGNED_OUT(label = "Signed Out"),
}

@Serializable
data class OrderProperties(val revenue: Double, val currency: String = "EUR")

@Serializable
data class Renamed(@SerialName("revenue") val amount: Double)

/* Comments /* nest */ analytics.track("In a nested comment") */
class Checkout(context: Context, private val user: User) {
    companion object {
        const val STARTED = "Checkout Started"
        @JvmField val PAID = "Order Paid"
    }

    private val analytics = Analytics("WRITE_KEY", context) {
        trackApplicationLifecycleEvents = true
        flushAt = 3
    }

    fun start(order: Order) {
        analytics.track("View Product", buildJsonObject { // want "View Product" value=number:123 productName=string:"Striped_trousers" key=unknown
            put("value", 123)
            put("productName", "Striped trousers")
        })
        analytics.track(STARTED) // want "Checkout Started" key=unknown
        analytics.track(name = PAID, properties = buildJsonObject { put("revenue", 59.9) }) // want "Order Paid" revenue=number:59.9 key=unknown
        analytics.track(Checkout.STARTED, buildJsonObject { put("revenue", order.total) }) // want "Checkout Started" revenue=? key=unknown
        analytics.track(CART_VIEWED, buildJsonObject { put("revenue", "59.90"); putJsonArray("products") { add("a") }; putJsonObject("inner") { put("value", 1) } }) // want "Cart Viewed" revenue=string:"59.90" products=array inner=object inner.value=number:1 key=unknown
        analytics.track(CART_SHARED, OrderProperties(revenue = 59.90, currency = "EUR")) // want "Cart Shared" revenue=number:59.90 currency=string:"EUR" key=unknown
        analytics.track("Cart Renamed", Renamed(amount = 59.90)) // want "Cart Renamed" key=unknown open
        analytics.track(Events.ORDER_COMPLETED, OrderProperties(order.total, order.currency), OrderProperties.serializer()) // want "Order Completed" key=unknown open
        analytics.track(Events.Account.SIGNED_UP, mapOf("value" to 5, "plan" to "Pro")) // want "Signed Up" value=number:5 plan=string:"Pro" key=unknown
        analytics.track(Event.SIGNED_IN.label) // want "Signed In" key=unknown
        analytics.track(Event.SIGNED_OUT.label) // want "Signed Out" key=unknown
        analytics.track("Order Refunded", JsonObject(mapOf("revenue" to JsonPrimitive(12)))) // want "Order Refunded" revenue=number:12 key=unknown
        analytics.track("Order Cancelled", order.properties()) // want "Order Cancelled" key=unknown open
        analytics.track("Price of $5, not \$name") // want "Price of $5, not $name" key=unknown
        analytics.track("""Raw \n "quoted" text""") // want "Raw \n \"quoted\" text" key=unknown
        analytics.track("Order ${order.state}") // unread
        analytics.track("Order $order") // unread
        analytics.track(order.event, buildJsonObject { put("revenue", 1) }) // unread
        analytics?.track("Safely Called") { event -> event?.apply { userId = "u" } } // want "Safely Called" key=unknown
        this.analytics!!.track("Called With Bangs", buildJsonObject { put("value", order.text.toDouble()) }) // want "Called With Bangs" value=number key=unknown
        MyApplication.analytics.track("Called On The App", buildJsonObject { put("value", order.total.toString()); order.extra.forEach { (k, v) -> put(k, v) } }) // want "Called On The App" value=string key=unknown open
    }

    fun texts(order: Order): String {
        val quote = '"'; val tick = '\''; val dollar = '$'
        // analytics.track("In a line comment")
        val raw = """
            analytics.track("In a raw string") and "Don't"
            ${analytics.track("In a raw string's interpolation").let { "${it}}" }} // want "In a raw string's interpolation" key=unknown
            ${"$"}{analytics.track("Not interpolated")}
        """.trimIndent()
        return "analytics.track(\"In a string\") ${order.items.joinToString { "${it.name}: ${analytics.track("Deep Inside")}" }}" + quote + tick + raw // want "Deep Inside" key=unknown
    }

    fun `a name with "quotes" in backticks`() {
        mixpanel.track("Of Mixpanel", JSONObject())
        amplitude.track("Of Amplitude", mutableMapOf("a" to 1))
        playlist.track(3)
        Firebase.analytics.logEvent("Of Firebase") { param("a", "b") }
        analytics.screen("Of a screen")
        analytics.identify("Of an identify", buildJsonObject { put("value", 1) })
        tracker.track("Of somebody")
    }
}

class SomePlugin : EventPlugin {
    override fun track(payload: TrackEvent): BaseEvent? = payload
}
