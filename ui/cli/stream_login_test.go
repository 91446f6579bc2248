package cli

import (
	"bufio"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"segtap/capture/localca"
)

// Where NATS wants a user and a password, SEGTAP_JOURNAL has them for all commands: those that
// read the stream, which is named without them, too. Each thing that keeps somebody out is said with
// its own way out.
func TestLoggingInToNATS(t *testing.T) {
	nats := &streaming{t: t, opts: server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true, Username: "me", Password: "hunter2"}}
	nats.start()
	t.Cleanup(nats.stop)
	whole := strings.Replace(nats.address(), "nats://", "nats://me:hunter2@", 1)
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("nothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--journal", nats.address()}, "segtap: hint: SEGTAP_JOURNAL or --journal takes the address with USER:PASSWORD and an @ before the host"},
		{[]string{"--journal", whole, "--journal-replicas", "3"}, "segtap: hint: give --journal-replicas no more than NATS has servers"},
		{[]string{"--journal", whole, "--nats-creds", "nowhere.creds"}, "segtap: hint: --nats-creds names a file that can be read"},
		{[]string{"--journal", whole, "--nats-ca", empty}, "segtap: hint: --nats-ca names a file that can be read, with certificates in PEM"},
	} {
		_, errs, code := ran(t, "", append([]string{"serve", "--listen", "127.0.0.1:0"}, c.args...)...)
		if code != 3 || !strings.Contains(errs, c.want) || strings.Contains(errs, "hunter2") {
			t.Errorf("%v: %d, %s", c.args, code, errs)
		}
	}
	_, _, tap := segtapServe(t, "--journal", whole)
	posting(t, tap, "Order Completed", http.StatusOK)
	if _, errs, code := ran(t, "", "check", nats.address()); code != 3 || !strings.Contains(errs, "segtap: hint: SEGTAP_JOURNAL takes the address with USER:PASSWORD") {
		t.Errorf("check without a password: %d, %s", code, errs)
	}
	t.Setenv("SEGTAP_JOURNAL", strings.Replace(whole, "hunter2", "hunter 2", 1))
	if _, errs, code := ran(t, "", "check", nats.address()); code != 3 || !strings.Contains(errs, "segtap: hint: mend SEGTAP_JOURNAL, which is of no use: ") || strings.Contains(errs, "hunter") {
		t.Errorf("check with a variable that cannot be read: %d, %s", code, errs)
	}
	t.Setenv("SEGTAP_JOURNAL", whole)
	for _, command := range [][]string{{"check"}, {"export", "--format", "ndjson"}, {"map"}, {"metrics", "coverage"}, {"replay", "--target", "dry-run"}} {
		out, errs, code := ran(t, "", append(command, nats.address())...)
		if code != 0 && command[0] != "metrics" || strings.Contains(errs, "Authorization") || strings.Contains(out+errs, "hunter2") {
			t.Errorf("%v: %d, %s\n%s", command, code, out, errs)
		}
	}
}

// Where NATS speaks TLS the flag for its authority is said, until it is given.
func TestEnteringNATSOverTLS(t *testing.T) {
	authority, err := localca.Open(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	config, err := authority.Config("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	nats := &streaming{t: t, opts: server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT, JetStream: true, StoreDir: t.TempDir(), NoLog: true, NoSigs: true, TLSConfig: config, TLSTimeout: 10}}
	nats.start()
	t.Cleanup(nats.stop)
	address := strings.Replace(nats.address(), "nats://", "tls://", 1)
	_, errs, code := ran(t, "", "serve", "--listen", "127.0.0.1:0", "--journal", address)
	if code != 3 || !strings.Contains(errs, "no authority that this machine knows has signed it\nsegtap: hint: --nats-ca names a file") {
		t.Errorf("without its authority: %d, %s", code, errs)
	}
	_, _, tap := segtapServe(t, "--journal", address, "--nats-ca", authority.CertFile())
	posting(t, tap, "Order Completed", http.StatusOK)
	if _, errs, code := ran(t, "", "check", address); code != 3 || !strings.Contains(errs, "segtap: hint: SEGTAP_NATS_CA names a file") {
		t.Errorf("check without its authority: %d, %s", code, errs)
	}
	t.Setenv("SEGTAP_NATS_CA", authority.CertFile())
	if _, errs, code := ran(t, "", "check", address); code != 0 {
		t.Errorf("check: %d, %s", code, errs)
	}
}

// In a log that programs read a stream stands under its own name, without its password.
func TestAStreamInTheLog(t *testing.T) {
	nats := serveStreams(t)
	cmd := program(t, "serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--journal", strings.Replace(nats.address(), "nats://", "nats://me:hunter2@", 1))
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	var told strings.Builder
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		told.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "listening on") {
			break
		}
	}
	if text := told.String(); !strings.Contains(text, `"stream":"`+nats.address()+`"`) || strings.Contains(text, `"file"`) || strings.Contains(text, "hunter2") {
		t.Errorf("serve tells\n%s", text)
	}
}

// What stands in a stream and cannot be read is said of the stream, in a sentence and in its own field.
func TestWhatAStreamHasThatCannotBeRead(t *testing.T) {
	nats := serveStreams(t)
	s := serveTelling(t, "--journal", nats.address(), "--log-format", "json")
	if _, err := nats.admin().Publish(t.Context(), "TEAM.x", []byte("no record")); err != nil {
		t.Fatal(err)
	}
	text := s.tells(t, "1 place of "+nats.address()+" cannot be read and was passed over; the stream still has it")
	if !strings.Contains(text, `"places":1,"stream":"`+nats.address()+`"`) || strings.Contains(text, `"file"`) {
		t.Errorf("serve tells\n%s", text)
	}
}
