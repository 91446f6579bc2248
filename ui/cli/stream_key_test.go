package cli

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// postingWith posts a Track call with a write key.
func postingWith(t *testing.T, url, key, event string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, url+"/v1/track", strings.NewReader(fmt.Sprintf(`{"userId":"u","event":%q,"messageId":"id-of-%s"}`, event, event)))
	if err != nil {
		t.Fatal(err)
	}
	req.SetBasicAuth(key, "")
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res, err)
	}
	_ = res.Body.Close()
}

// conversation is a segtap --plain that is spoken with.
type conversation struct {
	t    *testing.T
	in   io.Writer
	said *bufio.Reader
	all  strings.Builder
}

func conversing(t *testing.T, args ...string) *conversation {
	t.Helper()
	cmd := program(t, append([]string{"--plain", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	in, errIn := cmd.StdinPipe()
	out, errOut := cmd.StdoutPipe()
	if errIn != nil || errOut != nil || cmd.Start() != nil {
		t.Fatal(errIn, errOut)
	}
	limit := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait(); limit.Stop() })
	return &conversation{t: t, in: in, said: bufio.NewReader(out)}
}

// says types a line, or nothing, and waits for what comes.
func (c *conversation) says(line, want string) {
	c.t.Helper()
	if line != "" {
		if _, err := io.WriteString(c.in, line+"\n"); err != nil {
			c.t.Fatal(err)
		}
	}
	for {
		text, err := c.said.ReadString('\n')
		c.all.WriteString(text)
		if strings.Contains(text, want) {
			return
		}
		if err != nil {
			c.t.Fatalf("it does not say %q but\n%s", want, &c.all)
		}
	}
}

// One write key of a stream is looked at as if the stream had nothing else, with the numbers
// that all have, and nothing is written to it.
func TestOneWriteKeyOfAStream(t *testing.T) {
	const shop, app = "aW9kPq2bTz8xLmC4vKd7", "we/ird key"
	n := serveStreams(t)
	_, _, url := segtapServe(t, "--journal", n.address())
	for _, command := range []string{"check", "export"} {
		if _, errs, code := ran(t, "", command, n.address()); code != 1 || !strings.Contains(errs, "hint: the stream has no messages: ") {
			t.Errorf("%s of nothing says %s (%d)", command, errs, code)
		}
	}
	for i := range 4 {
		postingWith(t, url, shop, fmt.Sprint("shop-", i))
		postingWith(t, url, app, fmt.Sprint("app-", i))
	}
	// What is made of an event and noted about it stands with its write key.
	whole := conversing(t, "--journal", n.address())
	whole.says("mark 3", "marked")
	whole.says("set 3 event Renamed", "event 9")
	whole.says("mark 9", "marked")
	whole.says("mark 2", "marked")
	stream, err := n.admin().Stream(t.Context(), "TEAM")
	if err != nil {
		t.Fatal(err)
	}
	info, err := stream.Info(t.Context(), jetstream.WithSubjectFilter("TEAM.>"))
	if got := fmt.Sprint(info.State.Subjects); err != nil || got != "map[TEAM."+shop+".entry:1 TEAM."+shop+".mark:2 TEAM."+shop+".track:4 TEAM.we=2Fird=20key.mark:1 TEAM.we=2Fird=20key.track:4]" {
		t.Errorf("the subjects are %s, %v", got, err)
	}

	ofShop, ofApp := n.address()+"."+shop, n.address()+".we%2Fird%20key"
	for _, of := range []struct {
		args  []string
		in    string
		wants []string
		lacks string
		code  int
	}{
		{args: []string{"export", "--format", "capture", ofShop}, wants: []string{`"id":1,`, `"id":3,`, `"id":7,`, `"id":9,`, `"rec":"mark"`}, lacks: "app-"},
		{args: []string{"export", "--format", "ndjson", ofApp}, wants: []string{"app-0", "app-3"}, lacks: "shop-"},
		{args: []string{"check", ofApp}, wants: []string{"4 messages"}},
		{args: []string{"map", ofShop}, wants: []string{"shop-2"}, lacks: "app-"},
		{args: []string{"check", n.address() + ".aW9kPq2bTz8xLmC4vKd8"}, wants: []string{"no message in " + n.address() + ".****vKd8", "hint: the stream has no messages of that write key"}, lacks: "xLmC", code: 1},
		{args: []string{"export", n.address() + ".aW9kPq2bTz8xLmC4vKd8"}, wants: []string{"hint: the stream has no messages of that write key"}, lacks: "xLmC", code: 1},
		{args: []string{"check", n.address() + ".wk.track"}, wants: []string{"%2E"}, code: 2},
		{args: []string{"check", n.address() + "._"}, wants: []string{"open the whole stream"}, code: 2},
		{args: []string{"serve", "--listen", "127.0.0.1:0", "--journal", ofShop}, wants: []string{"which is read only", "give --journal " + n.address() + " to capture"}, lacks: "xLmC", code: 2},
		{args: []string{"mcp", "--url", "http://127.0.0.1:1", "--listen", "127.0.0.1:0", "--journal", ofShop}, wants: []string{"which is read only"}, lacks: "xLmC", code: 2},
		{args: []string{"doctor", "--listen", "127.0.0.1:0", "--journal", ofShop}, wants: []string{n.address() + ".****vKd7 is there"}, lacks: "xLmC"},
		{
			args: []string{"--plain", "--journal", ofShop}, in: "list\nmark 1\nset 1 event Renamed\nreplay 1 here\nquit\n",
			wants: []string{n.address() + ".****vKd7. 5 events", "Event 7: shop-3", "Event 9", "mark: this is one write key of a stream, to read only: open the whole stream to write", "set: this is", "replay: this is"},
			lacks: "app-",
		},
	} {
		out, errs, code := ran(t, of.in, of.args...)
		for _, want := range of.wants {
			if !strings.Contains(out+errs, want) {
				t.Errorf("%v does not say %q:\n%s%s", of.args, want, out, errs)
			}
		}
		if code != of.code || of.lacks != "" && strings.Contains(out+errs, of.lacks) {
			t.Errorf("%v: %d, %s%s", of.args, code, out, errs)
		}
	}

	// What comes with the key is told as it comes, and nothing else is.
	look := conversing(t, "--journal", ofShop)
	look.says("status", "5 events")
	postingWith(t, url, app, "app-new")
	postingWith(t, url, shop, "shop-new")
	look.says("", "Event 11: shop-new")
	if strings.Contains(look.all.String(), "app-") {
		t.Errorf("it tells what came with another key:\n%s", &look.all)
	}
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSubject("TEAM."+shop+".>")); err != nil {
		t.Fatal(err)
	}
	for left := ""; !strings.Contains(left, "0 events"); { // within some seconds
		before := look.all.Len()
		look.says("status", " events:")
		left = look.all.String()[before:]
		time.Sleep(20 * time.Millisecond)
	}
	t.Setenv("SEGTAP_JOURNAL", ofShop)
	if out, errs, code := ran(t, "", "config", "show"); code != 0 || strings.Contains(out, "xLmC") || !strings.Contains(out, "/TEAM.****vKd7'") {
		t.Errorf("the settings are %d, %s%s", code, out, errs)
	}
}

// The screen of one write key says so, and each key that would write says why it cannot.
func TestAScreenOfOneWriteKey(t *testing.T) {
	n := serveStreams(t)
	_, _, url := segtapServe(t, "--journal", n.address())
	postingWith(t, url, "wk_app", "Of The App")
	term := segtapScreen(t, "--journal", n.address()+".wk_shop")
	term.sees(t, "Waiting for the first Segment call with this write key")
	postingWith(t, url, "wk_shop", "Of The Shop")
	term.sees(t, "Of The Shop")
	term.sees(t, "watching one write key, read only")
	for _, key := range []string{"e", "m", "r"} {
		term.press(t, key)
		term.sees(t, key+": this is one write key of a stream, to read only: open the whole stream to write")
	}
	if strings.Contains(term.Text(), "Of The App") || !strings.Contains(term.Text(), "1 event ") {
		t.Errorf("it shows\n%s", term.Text())
	}
}
