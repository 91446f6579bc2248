package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"segtap/capture/journal/file"
	"segtap/capture/journal/journaltest"
)

// streaming is a nats-server of a test, which can be stopped and started again.
type streaming struct {
	t    *testing.T
	opts server.Options
	s    *server.Server
}

func serveStreams(t *testing.T) *streaming {
	n := &streaming{t: t, opts: server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true}}
	n.start()
	t.Cleanup(n.stop)
	return n
}

func (n *streaming) start() {
	n.t.Helper()
	opts := n.opts
	s, err := server.NewServer(&opts)
	if err != nil {
		n.t.Fatal(err)
	}
	go s.Start()
	if !s.ReadyForConnections(20 * time.Second) {
		n.t.Fatal("nats-server does not start")
	}
	n.s, n.opts.Port = s, s.Addr().(*net.TCPAddr).Port
}

func (n *streaming) stop() {
	n.s.Shutdown()
	n.s.WaitForShutdown()
}

// address is that of the stream TEAM.
func (n *streaming) address() string { return fmt.Sprintf("nats://127.0.0.1:%d/TEAM", n.opts.Port) }

// admin gives JetStream as those have it who look after it.
func (n *streaming) admin() jetstream.JetStream {
	n.t.Helper()
	conn, err := nats.Connect(n.s.ClientURL())
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(conn.Close)
	js, err := jetstream.New(conn)
	if err != nil {
		n.t.Fatal(err)
	}
	return js
}

// posting posts a Track call until it is answered as wanted.
func posting(t *testing.T, url, event string, want int) {
	t.Helper()
	body := fmt.Sprintf(`{"userId":"u","event":%q,"messageId":"id-of-%s"}`, event, event)
	for began := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		res, err := http.Post(url+"/v1/track", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode == want {
			return
		}
		if time.Since(began) > time.Minute {
			t.Fatalf("%s is answered %d, want %d", event, res.StatusCode, want)
		}
	}
}

// printed is a line that serve prints.
type printed struct {
	ID      uint64 `json:"id"`
	Message struct {
		Event string `json:"event"`
	} `json:"message"`
	Text string `json:"-"`
}

// read reads n lines that serve prints.
func read(t *testing.T, out *bufio.Reader, n int) (lines []printed) {
	t.Helper()
	for range n {
		text, err := out.ReadString('\n')
		if err != nil {
			t.Fatalf("after %d of %d lines: %v", len(lines), n, err)
		}
		line := printed{Text: text}
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		lines = append(lines, line)
	}
	return lines
}

// ran runs segtap to its end.
func ran(t *testing.T, in string, args ...string) (out, errs string, code int) {
	t.Helper()
	cmd := program(t, args...)
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(in), &stdout, &stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// Two that capture into one stream, and whoever looks at it, show the same events with the
// same numbers: what was acknowledged, each once.
func TestATeamSharesOneStream(t *testing.T) {
	nats := serveStreams(t)
	_, outOne, one := segtapServe(t, "--journal", nats.address())
	_, outTwo, two := segtapServe(t, "--journal", nats.address())
	const each = 40
	var senders sync.WaitGroup
	for s := range 4 {
		senders.Go(func() {
			for i := range each {
				posting(t, []string{one, two}[s%2], fmt.Sprintf("e-%d-%d", s, i), http.StatusOK)
			}
		})
	}
	senders.Wait()
	seen := make(map[string]bool)
	first, second := read(t, outOne, 4*each), read(t, outTwo, 4*each)
	for i, line := range first {
		if line.ID != uint64(i)+1 || second[i].Text != line.Text {
			t.Fatalf("line %d says\n%s\nand\n%s", i+1, line.Text, second[i].Text)
		}
		seen[line.Message.Event] = true
	}
	if len(seen) != 4*each {
		t.Errorf("%d events of %d", len(seen), 4*each)
	}

	// Somebody else looks, on another machine: what was there before, and what comes.
	out, errs, code := ran(t, "show 160\nreplay 160 here\nno\nquit\n", "--plain", "--listen", "127.0.0.1:0", "--journal", nats.address())
	if code != 0 || !strings.Contains(out, first[159].Message.Event) || !strings.Contains(out, "160 events") || !strings.Contains(out, "It goes into the stream TEAM, for all who see it.") || !strings.Contains(errs, "what was captured is in "+nats.address()) {
		t.Errorf("plain says %s\n%s", out, errs)
	}
	// And from its file of its own: the address that is taken is no hindrance to look.
	out, errs, code = ran(t, "quit\n", "--plain", "--listen", strings.TrimPrefix(one, "http://"), "--journal", nats.address())
	if code != 0 || !strings.Contains(out, "160 events") || !strings.Contains(out, "captures nothing") {
		t.Errorf("plain on a port that is taken says %s\n%s", out, errs)
	}
	// The commands that read files read a stream, too.
	out, errs, code = ran(t, "", "export", "--format", "ndjson", nats.address())
	if lines := strings.Count(out, "\n"); code != 0 || lines != 4*each {
		t.Errorf("export has %d lines, code %d: %s", lines, code, errs)
	}
	if out, errs, code = ran(t, "", "check", nats.address()); code != 0 || !strings.Contains(out+errs, "160") {
		t.Errorf("check says %s\n%s (%d)", out, errs, code)
	}
}

// A server that is lost is said to be so and takes nothing; when it is back, all goes on
// where it was, and nothing is shown twice or left out.
func TestALostServerComesBack(t *testing.T) {
	nats := serveStreams(t)
	_, outOne, one := segtapServe(t, "--journal", nats.address())
	_, outTwo, two := segtapServe(t, "--journal", nats.address())
	posting(t, one, "before", http.StatusOK)
	nats.stop()
	posting(t, one, "meanwhile", http.StatusServiceUnavailable)
	posting(t, two, "meanwhile", http.StatusServiceUnavailable)
	nats.start()
	posting(t, two, "after", http.StatusOK)
	posting(t, one, "last", http.StatusOK)
	for _, out := range []*bufio.Reader{outOne, outTwo} {
		var keys []string
		for i, line := range read(t, out, 3) {
			if line.ID != uint64(i)+1 {
				t.Errorf("line %d has the id %d", i+1, line.ID)
			}
			keys = append(keys, line.Message.Event)
		}
		if strings.Join(keys, " ") != "before after last" {
			t.Errorf("printed are %v", keys)
		}
	}
}

// What is purged leaves the list of all, and is counted; ids go on.
func TestAPurgedStreamGoesOn(t *testing.T) {
	n := serveStreams(t)
	_, out, one := segtapServe(t, "--journal", n.address())
	for i := range 5 {
		posting(t, one, fmt.Sprint("e", i), http.StatusOK)
	}
	conn, err := nats.Connect(n.s.ClientURL())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := js.Stream(t.Context(), "TEAM")
	if err != nil {
		t.Fatal(err)
	}
	listed := func() (n int) {
		res, err := http.Get(one + "/_segtap/v1/health")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var state struct{ Listed int }
		text, _ := io.ReadAll(res.Body)
		if err := json.Unmarshal(text, &state); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		return state.Listed
	}
	until := func(want int) {
		t.Helper()
		for began := time.Now(); listed() != want; time.Sleep(20 * time.Millisecond) {
			if time.Since(began) > time.Minute {
				t.Fatalf("%d are listed, want %d", listed(), want)
			}
		}
	}
	until(5)
	if err := stream.Purge(t.Context(), jetstream.WithPurgeSequence(4)); err != nil {
		t.Fatal(err)
	}
	until(2)
	if err := stream.Purge(t.Context()); err != nil {
		t.Fatal(err)
	}
	until(0)
	posting(t, one, "next", http.StatusOK)
	until(1)
	if lines := read(t, out, 6); lines[5].ID != 6 || lines[5].Message.Event != "next" {
		t.Errorf("the last line is %s", lines[5].Text)
	}
}

// What cannot be is refused, with the way out, and no password is said.
func TestAJournalThatCannotBe(t *testing.T) {
	for _, of := range []struct {
		args []string
		want string
	}{
		{[]string{"--journal", "redis://x/Y"}, "nats://127.0.0.1:4222/SEGTAP"},
		{[]string{"--journal", "nats://127.0.0.1:4222/"}, "nats://HOST:4222/STREAM"},
		{[]string{"--journal", "nats://me:hunter2@127.0.0.1:1/TEAM"}, "nats-server -js"},
		{[]string{"--journal", "nats://h/TEAM", "--file", "x.ndjson"}, "give only one of them"},
		{[]string{"--journal", "nats://h/TEAM", "--memory"}, "give only one of them"},
		{[]string{"--journal", "nats://h/TEAM", "--max-bytes", "1MB"}, "--max-events"},
		{[]string{"--journal", "nats://h/TEAM", "--journal-replicas", "9"}, "from 1 to 5"},
		{[]string{"--nats-creds", "x.creds"}, "give --journal"},
		{[]string{"--journal-replicas", "3"}, "give --journal"},
		{[]string{"--file", "nats://me:hunter2@h/TEAM"}, "give it with --journal"},
		{[]string{"nats://me:hunter2@h/TEAM"}, "nats://****@h/TEAM"},
	} {
		_, errs, code := ran(t, "", append([]string{"serve", "--listen", "127.0.0.1:0"}, of.args...)...)
		if code < 2 || !strings.Contains(errs, of.want) || strings.Contains(errs, "hunter2") {
			t.Errorf("%v: %d, %s", of.args, code, errs)
		}
	}
	if _, errs, code := ran(t, "", "nats://me:hunter2@h/TEAM"); code != 2 || !strings.Contains(errs, "segtap --journal") || strings.Contains(errs, "hunter2") {
		t.Errorf("%d, %s", code, errs)
	}
	if _, errs, code := ran(t, "", "check", "nats://me:hunter2@127.0.0.1:1/TEAM"); code != 2 || !strings.Contains(errs, "SEGTAP_NATS_CREDS") || strings.Contains(errs, "hunter2") {
		t.Errorf("%d, %s", code, errs)
	}
}

// A stream is checked as a file is that has the same lines, whatever stands in them.
func TestAStreamIsCheckedAsAFileIs(t *testing.T) {
	for _, more := range []string{"", "junk", `{"v":1,"rec":"request","id":`, `{"v":9,"rec":"request"}`} {
		team := serveStreams(t)
		path := filepath.Join(t.TempDir(), "capture.ndjson")
		kept, err := file.Open(path, file.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			rec := journaltest.Request(1, `{"type":"track","event":"E","userId":"u","messageId":"m"}`)
			rec.Path = "/v1/track"
			if _, err := kept.Append(rec, nil); err != nil {
				t.Fatal(err)
			}
		}
		_ = kept.Close()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if more != "" {
			text = append(text, more+"\n"...)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		js := team.admin()
		if _, err := js.CreateStream(t.Context(), jetstream.StreamConfig{Name: "TEAM", Subjects: []string{"TEAM.>"}, AllowDirect: true, AllowAtomicPublish: true}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if _, err := js.Publish(t.Context(), "TEAM.x", []byte(strings.TrimSuffix(line, "\n"))); err != nil {
				t.Fatal(err)
			}
		}
		want, wantErrs, wantCode := ran(t, "", "check", path)
		got, errs, code := ran(t, "", "check", team.address())
		same := strings.NewReplacer(path, "IT", team.address(), "IT")
		if same.Replace(got) != same.Replace(want) || same.Replace(errs) != same.Replace(wantErrs) || code != wantCode {
			t.Errorf("with %q a file gives %d\n%s%s\na stream %d\n%s%s", more, wantCode, want, wantErrs, code, got, errs)
		}
	}
}
