package cli

import (
	"net/http"
	"strings"
	"testing"
)

// A screen whose address a segtap has only looks at the stream, and offers nothing that takes an address of its own: it
// says where SDKs send to, and what a mark is worth in a stream.
func TestAScreenThatOnlyLooksAtAStream(t *testing.T) {
	n := serveStreams(t)
	t.Setenv("SEGTAP_API_TOKEN", "tok-0123456789abcdef0123") // so that it tells nothing of itself
	_, _, url := segtapServe(t, "--journal", n.address())
	t.Setenv("SEGTAP_API_TOKEN", "")
	address := strings.TrimPrefix(url, "http://")
	term := segtapScreen(t, "--listen", address, "--journal", n.address())
	term.sees(t, "another segtap listens on "+address)
	term.sees(t, "Waiting for the first Segment call in this stream")
	term.sees(t, "SDKs send to the address of a `segtap serve`: this screen captures nothing.")
	if text := term.Text(); strings.Contains(text, "sample") || strings.Contains(text, "copy") {
		t.Errorf("it offers what it has not:\n%s", text)
	}
	term.press(t, "y")
	term.sees(t, "y: nothing has come yet")
	term.press(t, "t")
	term.sees(t, "t: this screen captures nothing: SDKs send to the address of a `segtap serve`")
	postingWith(t, url, "wk_shop", "Of The Shop")
	term.sees(t, "Of The Shop")
	term.press(t, "m")
	term.sees(t, "#1 is marked: it stays listed until the stream lets it go")
	stream, err := n.admin().Stream(t.Context(), "TEAM")
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	term.sees(t, "Waiting for the next Segment call in this stream")
	term.press(t, "2")
	term.sees(t, "counted: 1 event, with what has gone since the start; listed, and counted in Problems, are the newest 0")
}

// What captures into a stream that is deleted says that nothing but to start it anew helps its senders.
func TestSendersToAStreamThatIsDeleted(t *testing.T) {
	n := serveStreams(t)
	s := serveTelling(t, "--journal", n.address())
	posting(t, s.url, "before", http.StatusOK)
	if err := n.admin().DeleteStream(t.Context(), "TEAM"); err != nil {
		t.Fatal(err)
	}
	s.tells(t, "it has been deleted meanwhile. Start segtap anew")
	posting(t, s.url, "after", http.StatusServiceUnavailable)
	s.tells(t, "Start segtap anew; senders get 503 until then\n")
}
