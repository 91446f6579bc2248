using System.Collections.Generic;
using Segment.Analytics;
using Segment.Serialization;

namespace Shop
{
    /// <summary>analytics.Track("In a comment");</summary>
    public static class Events
    {
        public const string OrderCompleted = "Order Completed";
        public static readonly string CartViewed = "Cart Viewed";
        internal const string Order = "Order", Refunded = Order + " Refunded";
        public static string Computed => "Computed";
    }

    public class Checkout
    {
        private const string Started = "Checkout Started";
        private readonly Analytics _analytics = new Analytics(new Configuration("WRITE_KEY", flushAt: 1));
        private readonly Analytics recorder = new Analytics(Configuration);

#region Don't "stop" here
        public void Start(Order order, Analytics analytics, JsonObject properties)
        {
            analytics.Track("View Product", new JsonObject { // want "View Product" value=number:123 productName=string:"Striped_trousers" key=unknown closed
                ["value"] = 123,
                ["productName"] = "Striped trousers"
            });
            analytics.Track(Started); // want "Checkout Started" key=unknown
            _analytics.Track(Events.OrderCompleted, new JsonObject { ["revenue"] = (double)order.Total }); // want "Order Completed" revenue=number key=unknown
            this._analytics.Track(Events.CartViewed, new JsonObject { { "revenue", "59.90" }, { "currency", "EUR" } }); // want "Cart Viewed" revenue=string:"59.90" currency=string:"EUR" key=unknown
            analytics.Track(Events.Refunded, properties); // want "Order Refunded" key=unknown open
            recorder?.Track("Recorded", new JsonObject { ["value"] = order.Total }); // want "Recorded" value=? key=unknown
            analytics.Track(name: "Named", properties: new JsonObject { ["value"] = order.Total.ToString("F2") }); // want "Named" value=string key=unknown
            analytics.Track("MyEvent", properties, @event => // want "MyEvent" key=unknown open
            {
                if (@event is TrackEvent trackEvent) trackEvent.UserId = "foo";
                return @event;
            });
            analytics.Track<OrderProperties>("Typed", new OrderProperties { Revenue = 5 }); // want "Typed" Revenue=number:5 key=unknown
            analytics.Track("Inner", new JsonObject { ["inner"] = new JsonObject { ["revenue"] = 1 }, ["value"] = 12.5m }); // want "Inner" inner=object inner.revenue=number:1 value=number:12.5 key=unknown
            analytics.Track(@"Verbatim ""quoted"" \n"); // want "Verbatim \"quoted\" \n" key=unknown
            analytics.Track("""Raw "quoted" \n"""); // want "Raw \"quoted\" \n" key=unknown
            analytics.Track($"No {{holes}}"); // want "No {holes}" key=unknown
            analytics.Track("Tab\t\u00e9\x41"); // want "Tab	éA" key=unknown
            analytics.Track(nameof(Checkout)); // want "Checkout" key=unknown
            analytics.Track(nameof(Events.OrderCompleted)); // want "OrderCompleted" key=unknown
            analytics.Track($"Order {order.State}"); // unread
            analytics.Track(Events.Computed); // unread
            analytics.Track(order.Event, properties); // unread
            const string local = "Local Constant";
            analytics.Track(local); // want "Local Constant" key=unknown
        }
#endregion

        public string Texts(Order order)
        {
            char quote = '"', tick = '\'', slash = '\\';
            // analytics.Track("In a line comment");
            /* analytics.Track("In a block comment"); */
            var verbatim = @"C:\"; var path = @"analytics.Track(""In a verbatim string"")";
            var raw = """"
                analytics.Track("In a raw string"); """ Don't stop
                """";
            var hole = $"""{order.Name} "analytics.Track("In a raw hole's text")" {_analytics.Track("In A Raw Hole")}"""; // want "In A Raw Hole" key=unknown
            var two = $$"""{analytics.Track("Not a hole")} {{_analytics.Track("In Two Braces")}}"""; // want "In Two Braces" key=unknown
            var both = $@"C:\{order.Name,10:N2}\""{_analytics.Track("In A Verbatim Hole")}"""; // want "In A Verbatim Hole" key=unknown
            return $"{order.Total:0.00} {(order.Paid ? "paid" : "due")} {{ analytics.Track(\"In braces\") }} {_analytics.Track("In A Hole")}" + quote + tick + slash + verbatim + path + raw + hole + two + both; // want "In A Hole" key=unknown
        }

        public void Others(Order order)
        {
            mixpanel.Track("Of Mixpanel");
            Mixpanel.Track("Of Mixpanel too", new Value());
            playlist.Track(3);
            telemetry.TrackEvent("Of Application Insights");
            telemetryClient.Track("Of telemetry");
            analytics.Screen("Of a screen");
            analytics.Identify("Of an identify", new JsonObject { ["value"] = 1 });
        }
    }

    public class LoggingPlugin : EventPlugin
    {
        public override TrackEvent Track(TrackEvent trackEvent) => trackEvent;
    }
}
