using Segment;

class Scopes
{
    const string N = "Outer";

    void Loops(string[] names)
    {
        foreach (var N in names) Analytics.Client.Track("u", N); // unread
    }

    void Others()
    {
        try { Run(); } catch (Exception N) { Analytics.Client.Track("u", N); } // unread
    }

    void Plain() { Analytics.Client.Track("u", N); } // want "Outer"
}
