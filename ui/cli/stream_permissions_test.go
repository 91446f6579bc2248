package cli

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
)

// telling is a segtap serve, and what it tells.
type telling struct{ path, url string }

// serveTelling starts one.
func serveTelling(t *testing.T, args ...string) *telling {
	t.Helper()
	s := &telling{path: filepath.Join(t.TempDir(), "told")}
	told, err := os.Create(s.path)
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	cmd := program(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Env, cmd.Stderr = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir()), told
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	s.url = regexp.MustCompile(`listening on (\S+)`).FindStringSubmatch(s.tells(t, "listening on http"))[1]
	return s
}

// tells waits until it has told something.
func (s *telling) tells(t *testing.T, want string) string {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		text, err := os.ReadFile(s.path)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), want) && strings.HasSuffix(string(text), "\n") {
			return string(text)
		}
		if time.Now().After(end) {
			t.Fatalf("it does not tell %q, but\n%s", want, text)
		}
	}
}

// With the users of the guide, as they stand there, one captures, and the other reads and is told
// what it lacks.
func TestThePermissionsOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "team.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```\n(authorization .*?)```").FindSubmatch(guide)
	if block == nil {
		t.Fatal("the guide has no users")
	}
	path := filepath.Join(t.TempDir(), "nats.conf")
	if err := os.WriteFile(path, block[1], 0o600); err != nil {
		t.Fatal(err)
	}
	opts, err := server.ProcessConfigFile(path)
	if err != nil {
		t.Fatal(err)
	}
	opts.Host, opts.Port, opts.JetStream, opts.StoreDir, opts.NoLog, opts.NoSigs = "127.0.0.1", server.RANDOM_PORT, true, t.TempDir(), true, true
	nats := &streaming{t: t, opts: *opts}
	nats.start()
	t.Cleanup(nats.stop)
	plain := fmt.Sprintf("nats://127.0.0.1:%d/STAGING", nats.opts.Port)
	as := func(user string) string { return strings.Replace(plain, "nats://", "nats://"+user+"@", 1) }
	captures, looks := as("capture:of-the-servers"), as("look:of-the-people")

	one := serveTelling(t, "--journal", captures)
	posting(t, one.url, "Order Completed", http.StatusOK)
	if text := one.tells(t, "listening"); strings.Contains(text, "permission") {
		t.Errorf("who captures is told %s", text)
	}
	t.Setenv("SEGTAP_JOURNAL", looks)
	if out, errs, code := ran(t, "", "export", "--format", "ndjson", plain); code != 0 || strings.Count(out, "\n") != 1 {
		t.Errorf("who looks exports %s\n%s (%d)", out, errs, code)
	}
	other := serveTelling(t, "--journal", looks)
	other.tells(t, "what comes here, or is done here, cannot be kept: the user of NATS lacks a permission")
	unready := func() { // as long as nothing has been kept
		t.Helper()
		if _, errs, code := ran(t, "", "doctor", "--health", other.url); code != 1 || !strings.Contains(errs, "not ready to keep what comes: the user of NATS may not write the stream: ") || !strings.Contains(errs, "to publish to STAGING._.") {
			t.Errorf("doctor says %s (%d)", errs, code)
		}
	}
	unready()
	posting(t, other.url, "Signed Up", http.StatusServiceUnavailable)
	other.tells(t, "to publish to STAGING._.track on ")
	unready()

	term := segtapScreen(t, "--listen", "127.0.0.1:0") // with SEGTAP_JOURNAL
	for _, step := range []struct{ sees, press string }{
		{"Order Completed", ""}, {"cannot be kept: the user of NATS lacks a permission", "m"}, {"not marked: the record was not kept", ""}, {"to publish to STAGING._.mark on", "q"},
	} {
		if term.sees(t, step.sees); step.press != "" {
			term.press(t, step.press)
		}
	}
	if out, _, code := ran(t, "", "doctor", "--listen", "127.0.0.1:0"); code != 0 || !strings.Contains(out, "warning  stream") || !strings.Contains(out, "lacks a permission: to publish to STAGING._.ids") {
		t.Errorf("doctor says %s (%d)", out, code)
	}
	posting(t, one.url, "Cart Viewed", http.StatusOK)
	if out, errs, code := ran(t, "", "export", "--format", "ndjson", plain); code != 0 || strings.Count(out, "\n") != 2 || strings.Contains(out, "Signed Up") {
		t.Errorf("in the stream is %s\n%s (%d)", out, errs, code)
	}
}

// A stream that is full and refuses what is new is said to be, by serve and to whoever asks
// whether it is ready, until there is room.
func TestAFullStreamIsSaidToBe(t *testing.T) {
	nats := serveStreams(t)
	stream, err := nats.admin().CreateStream(t.Context(), jetstream.StreamConfig{
		Name: "TEAM", Subjects: []string{"TEAM.>"}, AllowDirect: true, AllowAtomicPublish: true, MaxMsgs: 2, Discard: jetstream.DiscardNew,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := serveTelling(t, "--journal", nats.address())
	posting(t, s.url, "one", http.StatusOK)
	posting(t, s.url, "two", http.StatusOK)
	posting(t, s.url, "three", http.StatusServiceUnavailable)
	s.tells(t, "the stream refuses it: maximum messages exceeded; senders get 503 until it works again")
	if _, errs, code := ran(t, "", "doctor", "--health", s.url); code != 1 || !strings.Contains(errs, "not ready to keep what comes: the last request could not be kept") {
		t.Errorf("doctor says %s (%d)", errs, code)
	}
	if err := stream.Purge(t.Context(), jetstream.WithPurgeKeep(1)); err != nil {
		t.Fatal(err)
	}
	posting(t, s.url, "four", http.StatusOK)
	s.tells(t, "what comes is kept again")
	if _, errs, code := ran(t, "", "doctor", "--health", s.url); code != 0 {
		t.Errorf("doctor says %s (%d)", errs, code)
	}
}
