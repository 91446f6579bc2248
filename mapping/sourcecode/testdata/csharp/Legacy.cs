using Segment;
using Segment.Model;

namespace Shop.Legacy;

public class Accounts
{
    const string Purchased = "Item Purchased";

    public Accounts(IAnalyticsClient client)
    {
        Analytics.Initialize("WRITE_KEY", new Config().SetAsync(false));
        Analytics.Client.Track("019mr8mf4r", Purchased, new Properties() { // want "Item Purchased" revenue=number:39.95 shipping=string:"2-day" key=given closed
            { "revenue", 39.95 },
            { "shipping", "2-day" }
        });
        Analytics.Client.Track(user.Id, "Signed Up"); // want "Signed Up" key=given
        Analytics.Client.Track("user", "Workout Logged", new Properties { // want "Workout Logged" value=string:"10" city=string:"Boston" key=given
            { "value", "10" },
            { "city", "Boston" },
        }, new Options()
            .SetTimestamp(new DateTime(2010, 1, 18))
            .SetIntegration("all", false)
        );
        Analytics.Client.Track(user.Id, "Account Created", new Dictionary<string, object> { ["revenue"] = user.Total, ["value"] = 3 }); // want "Account Created" revenue=? value=number:3 key=given
        Segment.Analytics.Client.Track(null, "Nobody", new Properties()); // want "Nobody" key=missing
        Analytics.Client.Track(null, "Anonymous", new Properties(), new Options().SetAnonymousId(user.Token)); // want "Anonymous" key=given
        client.Track(userId: user.Id, eventName: "Named", properties: user.Properties); // want "Named" key=given open
        client.Track(user.Id, user.Event); // unread
        Analytics.Client.Track("user", user.Event, new Properties()); // unread
        var own = new Client("WRITE_KEY", new Config());
        own.Track("user", "By A Client"); // want "By A Client" key=given
        Analytics.Client.Track("user", "Chained", new Properties().Add("revenue", 5)); // want "Chained" revenue=number:5 key=given
    }
}
