import com.segment.analytics.kotlin.core.Analytics

const val N = "Outer"

class Scopes(private val analytics: Analytics) {
    fun loops(names: List<String>) {
        for (N in names) analytics.track(N) // unread
        for (N in names) {
            analytics.track(N) // unread
        }
        names.forEach { N ->
            log(N)
            analytics.track(N) // unread
        }
        names.forEachIndexed { i, N -> analytics.track(N) } // unread
        try { run() } catch (N: Exception) { analytics.track(N) } // unread
        analytics.track(N) // want "Outer"
        when (names.size) {
            N -> analytics.track(N) // want "Outer"
        }
    }
}
