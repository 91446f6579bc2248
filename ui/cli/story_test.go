package cli

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	analytics "github.com/segmentio/analytics-go/v3"

	"segtap/ui/screentest"
)

// TestMain lets the stories run segtap as a program of its own.
func TestMain(m *testing.M) {
	// Whoever runs the tests under nohup has programs ignore SIGHUP; one that is
	// taken here is not ignored in those that are started.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	// A program with the race detector waits a second before it ends, for races that are still to come: with hundreds of
	// programs that is most of what the stories take.
	if os.Getenv("GORACE") == "" {
		_ = os.Setenv("GORACE", "atexit_sleep_ms=10")
	}
	testscript.Main(m, map[string]func(){
		"segtap": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
		"put":    func() { os.Exit(put()) },

		"segtap-stranger": stranger,
		"segtap-ssh":      func() { os.Exit(sshClient()) },
		"segtap-keygen":   func() { os.Exit(sshKeygen()) },
	})
}

// put is an $EDITOR that replaces what stands in a file: put OLD NEW FILE.
func put() int {
	old, with, path := os.Args[1], os.Args[2], os.Args[3]
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, bytes.ReplaceAll(text, []byte(old), []byte(with)), 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// stranger is another program that listens, and answers every request with a page.
func stranger() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Fprintf(os.Stderr, "listening on http://%s\n", ln.Addr())
	server := http.Server{ReadHeaderTimeout: patience, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintln(w, "<h1>hello</h1>")
	})}
	panic(server.Serve(ln))
}

// TestStories runs testdata/script: whole-program stories that start segtap,
// post to it, look at the screen and type.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata", "script"),
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			for _, name := range []string{"LD_ACCESS_TOKEN", "LD_BASE_URI", "LD_PROJECT", "LD_ENVIRONMENT", "LD_CLIENT_SIDE_ID", "SEGTAP_WRITE_KEY", "SEGTAP_API_TOKEN"} {
				env.Setenv(name, "")
			}
			fixtures, err := filepath.Abs("../../capture/launchdarkly/testdata")
			if err != nil {
				return err
			}
			env.Setenv("FIXTURES", fixtures)
			env.Setenv("GORACE", os.Getenv("GORACE"))
			env.Setenv("TZ", "UTC")
			env.Setenv("TERM", "xterm-256color")
			env.Values["cast"] = &cast{env: env, screens: map[string]*screentest.Terminal{}}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"open": open, "serve": serve, "sees": sees, "lacks": lacks, "press": press, "types": types, "pastes": pastes,
			"resize": resize, "painted": painted, "post": post, "get": get, "sdk": sdk, "background": background, "prints": prints, "waits": waits,
			"launchdarkly": launchDarkly, "launchdarkly-api": launchDarklyAPI, "received": received, "leaves": leaves, "terminate": terminate, "kills": kills, "hangs-up": hangsUp,
		},
	})
}

// cast is what one story has running.
type cast struct {
	env     *testscript.Env
	screens map[string]*screentest.Terminal
	fakeLD  *fakeLaunchDarkly
}

func castOf(ts *testscript.TestScript) *cast { return ts.Value("cast").(*cast) }

// patience is how long a story waits for something to happen. It passes as
// soon as it does.
const patience = 20 * time.Second

// open NAME WIDTHxHEIGHT COMMAND…: runs a command in a terminal of its own, and
// waits until it says where it listens. $NAME is then its address.
func open(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: open NAME WIDTHxHEIGHT COMMAND [ARG…]")
	}
	var w, h int
	if _, err := fmt.Sscanf(args[1], "%dx%d", &w, &h); err != nil {
		ts.Fatalf("size %q: %v", args[1], err)
	}
	c := castOf(ts)
	cmd := exec.Command(lookPath(ts, args[2]), args[3:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), append(environ(ts), "COLUMNS=", "LINES=")
	term, err := screentest.Start(cmd, w, h)
	ts.Check(err)
	ts.Defer(func() {
		if term.Signal(syscall.SIGTERM) == nil { // killed, it would not say what it has covered
			_, _ = term.WaitExit(patience)
		}
		_ = term.Close()
	})
	c.screens[args[0]] = term
	address := regexp.MustCompile(`127\.0\.0\.1:\d+|watching another segtap`)
	ts.Check(term.WaitUntil(address.MatchString, patience))
	ts.Setenv(args[0], "http://"+address.FindString(term.Text()))
}

func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode()&0o111 != 0 {
			return path
		}
	}
	ts.Fatalf("no %s in PATH", name)
	return ""
}

func environ(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TZ", "TERM", "EDITOR", "VISUAL", "TMPDIR", "LD_ACCESS_TOKEN", "LD_BASE_URI", "LD_PROJECT", "LD_ENVIRONMENT", "LD_CLIENT_SIDE_ID", "SEGTAP_LISTEN", "SEGTAP_WRITE_KEY", "SEGTAP_API_TOKEN", "NO_COLOR", "COLORFGBG", "COLORTERM", "SEGTAP_THEME", "GOCOVERDIR", "GORACE"} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

func screenOf(ts *testscript.TestScript, name string) *screentest.Terminal {
	term, ok := castOf(ts).screens[name]
	if !ok {
		ts.Fatalf("no screen is called %s", name)
	}
	return term
}

// sees NAME TEXT: waits until the text stands on the screen.
func sees(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sees NAME TEXT")
	}
	ts.Check(screenOf(ts, args[0]).WaitFor(args[1], patience))
}

// lacks NAME TEXT: waits until the text is gone from the screen.
func lacks(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lacks NAME TEXT")
	}
	ts.Check(screenOf(ts, args[0]).WaitUntil(func(screen string) bool { return !strings.Contains(screen, args[1]) }, patience))
}

// press NAME KEY…
func press(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: press NAME KEY…")
	}
	ts.Check(screenOf(ts, args[0]).Press(args[1:]...))
}

// types NAME TEXT
func types(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: types NAME TEXT")
	}
	ts.Check(screenOf(ts, args[0]).Type(args[1]))
}

// pastes NAME FILE: pastes what a file holds, as a terminal does.
func pastes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: pastes NAME FILE")
	}
	ts.Check(screenOf(ts, args[0]).Paste(ts.ReadFile(args[1])))
}

// resize NAME WIDTHxHEIGHT
func resize(ts *testscript.TestScript, neg bool, args []string) {
	var w, h int
	if _, err := fmt.Sscanf(args[1], "%dx%d", &w, &h); neg || err != nil {
		ts.Fatalf("usage: resize NAME WIDTHxHEIGHT")
	}
	ts.Check(screenOf(ts, args[0]).Resize(w, h))
}

// leaves NAME: waits until the command has ended.
func leaves(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: leaves NAME")
	}
	code, err := screenOf(ts, args[0]).WaitExit(patience)
	ts.Check(err)
	if code != 0 {
		ts.Fatalf("%s ended with exit code %d", args[0], code)
	}
}

// terminate NAME: tells the command to end, as kill does.
func terminate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: terminate NAME")
	}
	ts.Check(screenOf(ts, args[0]).Signal(syscall.SIGTERM))
}

// kills NAME: ends the command as kill -9 does.
func kills(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: kills NAME")
	}
	term := screenOf(ts, args[0])
	ts.Check(term.Signal(syscall.SIGKILL))
	if code, err := term.WaitExit(patience); code == 0 {
		ts.Fatalf("it ended by itself: %v", err)
	}
}

// hangs-up NAME: the terminal goes.
func hangsUp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hangs-up NAME")
	}
	ts.Check(screenOf(ts, args[0]).HangUp())
}

// serve NAME ARG…: runs `segtap serve` on a free port in the background; see
// background.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: serve NAME [ARG…]")
	}
	background(ts, neg, append([]string{args[0], "segtap", "serve", "--listen", "127.0.0.1:0"}, args[1:]...))
}

// background NAME COMMAND…: runs a command without a terminal and waits until it
// says where it listens. $NAME is its address, ${NAME}addr the same without
// http://, ${NAME}monitoring the one where monitoring asks and ${NAME}ssh that of screens over SSH; what it prints goes to NAME.out, its errors to NAME.err.
func background(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: background NAME COMMAND [ARG…]")
	}
	cmd := exec.Command(lookPath(ts, args[1]), args[2:]...)
	cmd.Dir, cmd.Env = ts.MkAbs("."), environ(ts)
	out, err := os.Create(ts.MkAbs(args[0] + ".out"))
	ts.Check(err)
	errs, err := os.Create(ts.MkAbs(args[0] + ".err"))
	ts.Check(err)
	cmd.Stdout, cmd.Stderr = out, errs
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM) // killed, it would not say what it has covered
		defer time.AfterFunc(patience, func() { _ = cmd.Process.Kill() }).Stop()
		_ = cmd.Wait()
		_, _ = out.Close(), errs.Close()
	})
	address := regexp.MustCompile(`listening on (https?://[^\s"]+)`)
	text := waitForFile(ts, errs.Name(), func(text string) bool { return address.MatchString(text) })
	url := address.FindStringSubmatch(text)[1]
	ts.Setenv(args[0], url)
	ts.Setenv(args[0]+"addr", url[strings.Index(url, "://")+len("://"):])
	if found := regexp.MustCompile(`screens over SSH on (\S+),`).FindStringSubmatch(text); found != nil {
		ts.Setenv(args[0]+"ssh", found[1])
	}
	if monitoring := regexp.MustCompile(`monitoring: (http://[^/]+)/`).FindStringSubmatch(text); monitoring != nil {
		ts.Setenv(args[0]+"monitoring", monitoring[1])
	}
}

// prints FILE COUNT: waits until a file has that many lines.
func prints(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: prints FILE COUNT")
	}
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	waitForFile(ts, ts.MkAbs(args[0]), func(text string) bool { return strings.Count(text, "\n") >= count })
}

// waits FILE TEXT: waits until a file holds the text.
func waits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waits FILE TEXT")
	}
	waitForFile(ts, ts.MkAbs(args[0]), func(text string) bool { return strings.Contains(text, args[1]) })
}

// waitForFile reads a file until it holds what is waited for.
func waitForFile(ts *testscript.TestScript, path string, enough func(string) bool) string {
	deadline := time.Now().Add(patience)
	for {
		text, err := os.ReadFile(path)
		ts.Check(err)
		if enough(string(text)) {
			return string(text)
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s has only:\n%s", filepath.Base(path), text)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// post URL FILE STATUS: posts a file as it is and expects a status. Over https it
// trusts the authorities in the file $CA, and no others; with $CONNECT it goes to
// that address whatever the URL says. The answer's body goes to the file answer.
func post(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: post URL FILE STATUS")
	}
	ask(ts, http.MethodPost, args[0], ts.ReadFile(args[1]), args[2])
}

// get URL STATUS: see post. With ! it fails, whatever the status.
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg && len(args) == 2 {
		res, err := asker(ts).Get(args[0])
		if err == nil && res.StatusCode == http.StatusOK {
			ts.Fatalf("answered %d", res.StatusCode)
		}
		return
	}
	if neg || len(args) != 2 {
		ts.Fatalf("usage: get URL STATUS")
	}
	ask(ts, http.MethodGet, args[0], "", args[1])
}

// asker is a client that trusts $CA and connects to $CONNECT.
func asker(ts *testscript.TestScript) *http.Client {
	network := &http.Transport{ForceAttemptHTTP2: true}
	if file := ts.Getenv("CA"); file != "" {
		pool := x509.NewCertPool()
		pool.AppendCertsFromPEM([]byte(ts.ReadFile(file)))
		network.TLSClientConfig = &tls.Config{RootCAs: pool}
	}
	if to := ts.Getenv("CONNECT"); to != "" {
		network.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, to)
		}
	}
	client := &http.Client{Timeout: patience, Transport: network}
	ts.Defer(client.CloseIdleConnections)
	return client
}

func ask(ts *testscript.TestScript, method, url, body, status string) {
	client := asker(ts)
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	ts.Check(err)
	req.Header.Set("Content-Type", "text/plain")
	res, err := client.Do(req)
	ts.Check(err)
	answer, err := io.ReadAll(res.Body)
	ts.Check(err)
	ts.Check(res.Body.Close())
	ts.Check(os.WriteFile(ts.MkAbs("answer"), answer, 0o600))
	if strconv.Itoa(res.StatusCode) != status {
		ts.Fatalf("answered %d: %s", res.StatusCode, answer)
	}
}

// sdk URL USER EVENT REVENUE: the real Segment SDK for Go sends a Track call.
// REVENUE is sent as a number when it is one, else as a string.
func sdk(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: sdk URL USER EVENT REVENUE")
	}
	client, err := analytics.NewWithConfig("story-write-key", analytics.Config{Endpoint: args[0], BatchSize: 1})
	ts.Check(err)
	properties := analytics.NewProperties().Set("currency", "USD")
	if revenue, err := strconv.ParseFloat(args[3], 64); err == nil {
		properties.SetRevenue(revenue)
	} else {
		properties.Set("revenue", args[3])
	}
	ts.Check(client.Enqueue(analytics.Track{UserId: args[1], Event: args[2], Properties: properties}))
	ts.Check(client.Close())
}
