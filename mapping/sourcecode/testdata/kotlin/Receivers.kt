import com.mixpanel.android.mpmetrics.MixpanelAPI
import com.segment.analytics.kotlin.core.Analytics

class Receivers(private val analytics: Analytics, private val mixpanel: MixpanelAPI, private val name: String) {
    fun all(button: Button) {
        analytics.apply { track("Q1") } // want "Q1"
        with(analytics) {
            track("Q2", buildJsonObject { put("revenue", 5) }) // want "Q2" revenue=number:5
            button.setOnClickListener { track("Q3") } // want "Q3"
            button.apply { track(name) } // unread
            mixpanel.apply { track("NO vendor") }
            mixpanel.track("NO vendor either")
        }
        analytics?.run { this.track("Q4") } // want "Q4"
        analytics.let { it.track("Q11") } // want "Q11"
        analytics.also { a ->
            a.track("Q5") // want "Q5"
            songs.forEach { it.track("NO song") }
        }
        mixpanel.let { it.track("NO it") }
        songs.apply { track("NO song either") }
        Analytics("key", context) { flushAt = 1 }.apply { track("Q6") } // want "Q6"
    }
}

fun Analytics.go() {
    track("Q12") // want "Q12"
    this.track("Q13") // want "Q13"
}

fun Analytics.short() = track("Q14") // want "Q14"

fun Album.go() {
    track("NO album")
    this.track("NO album either")
}
