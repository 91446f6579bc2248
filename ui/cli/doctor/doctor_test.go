package doctor

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"segtap/capture/launchdarkly/api"
	"segtap/capture/launchdarkly/fakeld"
	"segtap/ui/cli/console"
	"segtap/ui/cli/machine"
	"segtap/ui/screentest"
)

// Which clients go to a proxy depends on the spelling of its variable, on what NO_PROXY has,
// and on the address that they are pointed at.
func TestProxies(t *testing.T) {
	const proxy = "http://proxy.example:3128"
	for _, c := range []struct {
		name    string
		address string
		secure  bool
		env     map[string]string
		caught  string // who, by their names; empty for nobody
	}{
		{name: "none"},
		{name: "lower case", env: map[string]string{"http_proxy": proxy}, caught: "curl and PHP's curl, Python, axios, .NET"},
		{name: "upper case", env: map[string]string{"HTTP_PROXY": proxy}, caught: "Python, axios, .NET"},
		{name: "all", env: map[string]string{"ALL_PROXY": proxy}, caught: "curl and PHP's curl, Python, axios, .NET"},
		{name: "only https", env: map[string]string{"HTTPS_PROXY": proxy}},
		{name: "https of --tls", secure: true, env: map[string]string{"HTTPS_PROXY": proxy}, caught: "curl and PHP's curl, Python, axios, .NET"},
		{name: "Node told to", env: map[string]string{"HTTP_PROXY": proxy, "NODE_USE_ENV_PROXY": "1", "no_proxy": "*.corp"}, caught: "Python, axios, .NET, Node's fetch"},
		{name: "left out", env: map[string]string{"http_proxy": proxy, "NO_PROXY": "example.com, 127.0.0.1"}},
		{name: "everything left out", env: map[string]string{"http_proxy": proxy, "no_proxy": "*"}},
		{name: "only the name left out", env: map[string]string{"http_proxy": proxy, "NO_PROXY": "localhost"}, caught: "curl and PHP's curl, Python, .NET"},
		{name: "a range left out", env: map[string]string{"http_proxy": proxy, "NO_PROXY": "127.0.0.0/8"}, caught: "axios, .NET"},
		{name: "the lower case goes before", env: map[string]string{"http_proxy": proxy, "no_proxy": "corp", "NO_PROXY": "127.0.0.1"}, caught: "curl and PHP's curl, Python, axios, .NET"},
		{name: "all addresses", address: "0.0.0.0:8910", env: map[string]string{"http_proxy": proxy, "NO_PROXY": "127.0.0.1"}},
		{name: "the name", address: "localhost:8910", env: map[string]string{"http_proxy": proxy, "NO_PROXY": "127.0.0.1"}, caught: "curl and PHP's curl, Python, axios, .NET"},
		{name: "the name in capitals", address: "LOCALHOST:8910", env: map[string]string{"http_proxy": proxy}, caught: "curl and PHP's curl, Python, axios, .NET"},
		{name: "beyond this machine", address: "192.0.2.7:8910", env: map[string]string{"http_proxy": proxy}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.address == "" {
				c.address = "127.0.0.1:8910"
			}
			f := proxies(c.address, c.secure, func(name string) (string, bool) { v, set := c.env[name]; return v, set })
			who, _, _ := strings.Cut(f.Means, " send calls")
			if who != c.caught || (f.Status == Warning) != (c.caught != "") || (f.WayOut == "") != (c.caught == "") {
				t.Errorf("%+v", f)
			}
			if f.WayOut == "" {
				return
			}
			// The way out is one: with what it says nobody is caught any more.
			_, value, _ := strings.Cut(f.WayOut, " NO_PROXY=")
			c.env["NO_PROXY"], _, _ = strings.Cut(value, " ")
			c.env["no_proxy"] = c.env["NO_PROXY"]
			if f := proxies(c.address, c.secure, func(name string) (string, bool) { v, set := c.env[name]; return v, set }); f.Status != OK {
				t.Errorf("%+v", f)
			}
		})
	}
}

// The clients of this machine do what the table says of them. Each is started once, and told
// variable, NO_PROXY and address on a line.
func TestRealClientsAndProxies(t *testing.T) {
	answer := func(text string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(text)) }))
		t.Cleanup(s.Close)
		return s.URL
	}
	direct, proxy := answer("direct\n"), answer("proxy\n")
	ran := 0
	for name, command := range map[string][]string{
		"curl and PHP's curl": {"sh", "-c", `curl --version >&2 && while read -r variable left; do env "$variable=$1" "NO_PROXY=$left" curl -s "$0"; done`},
		"Python": {"python3", "-c", `
import os, sys, requests
for line in sys.stdin:
    variable, _, left = line.rstrip("\n").partition(" ")
    os.environ.update({variable: sys.argv[2], "NO_PROXY": left})
    print(requests.get(sys.argv[1]).text, end="")
    del os.environ[variable]`},
	} {
		c := &libraries[slices.IndexFunc(libraries, func(c library) bool { return c.name == name })]
		var lines strings.Builder
		var want []string
		for _, variable := range anyCase {
			for _, left := range []string{"", "localhost", "127.0.0.1", "127.0.0.0/8", "*"} {
				fmt.Fprintf(&lines, "%s %s\n", variable, left)
				env := map[string]string{variable: proxy, "NO_PROXY": left}
				through := "direct"
				if c.caught("127.0.0.1", false, func(name string) (string, bool) { v, set := env[name]; return v, set }) != "" {
					through = "proxy"
				}
				want = append(want, through)
			}
		}
		cmd := exec.Command(command[0], append(command[1:], direct, proxy)...)
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}
		cmd.Stdin = strings.NewReader(lines.String())
		out, err := cmd.Output()
		if err != nil {
			t.Logf("%s is not here: %v", name, err)
			continue
		}
		ran++
		if got := strings.Fields(string(out)); !slices.Equal(got, want) {
			t.Errorf("%s went\n%v\nand is said to go\n%v\nfor\n%s", name, got, want, lines.String())
		}
	}
	if ran == 0 {
		t.Skip("neither curl nor Python's requests is here")
	}
}

// A port tells who has it.
func TestPort(t *testing.T) {
	status, body := http.StatusOK, ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/_segtap/v1/health" {
			http.NotFound(w, r)
			return
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	defer server.Close()
	address := server.Listener.Addr().String()
	for _, c := range []struct {
		status      int
		body        string
		want        Status
		found, says string
		healthy     string // what --health prints; empty where it fails
	}{
		{200, `{"version":"1.2.3","file":"/tmp/x.ndjson","failure":""}`, OK, "segtap 1.2.3 listens there and writes /tmp/x.ndjson", "another port", "segtap 1.2.3 answers"},
		{200, `{"version":"1.2.3","failure":"no space left on device"}`, Problem, "segtap 1.2.3 listens there", "no space left", ""},
		{401, `{"error":{"code":"token_missing","message":"it wants a token","hint":"set SEGTAP_API_TOKEN here, too; it is sent to this machine only"}}`, OK, "a segtap listens there", "it wants a token", "segtap answers"},
		{401, `{"error":{"code":"token_wrong","message":"this is not the token","hint":"send the one"}}`, Problem, "a segtap listens there", "this is not the token", ""},
		{403, `{"error":{"code":"foreign_host","message":"it does not go by that name","hint":"give --api-host"}}`, OK, "a segtap listens there", "does not go by that name", "segtap answers"},
		{200, `<h1>hello</h1>`, Problem, "in use by another program", "cannot capture", ""},
		{404, `{}`, Problem, "in use by another program", "cannot capture", ""},
	} {
		status, body = c.status, c.body
		f := port(t.Context(), address)
		if f.Status != c.want || !strings.Contains(f.Found, c.found) || !strings.Contains(f.Means, c.says) {
			t.Errorf("%s: %+v", c.body, f)
		}
		if strings.Contains(c.body, "hint") && !strings.Contains(c.body, `"hint":"`+f.WayOut+`"`) {
			t.Errorf("%s: the way out is %q", c.body, f.WayOut)
		}
		out := file(t)
		err := probe(t.Context(), console.Streams{Out: out, Err: out}, server.URL)
		text, _ := os.ReadFile(out.Name())
		if (err == nil) != (c.healthy != "") || !strings.HasPrefix(string(text), c.healthy) {
			t.Errorf("%s: %q, %v", c.body, text, err)
		}
	}
	secure := httptest.NewTLSServer(server.Config.Handler)
	defer secure.Close()
	status, body = 200, `{"version":"1.2.3"}`
	if f := port(t.Context(), secure.Listener.Addr().String()); f.Status != OK {
		t.Errorf("over HTTPS: %+v", f)
	}
}

func file(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// One that takes a connection and says nothing is no reason to wait for long.
func TestAPortThatSaysNothing(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop() // as if the time were over
	if f := port(ctx, ln.Addr().String()); f.Status != Problem {
		t.Errorf("%+v", f)
	}
}

// The clock is compared with that of LaunchDarkly, and the client-side ID asked for without a
// token, as Segment's destination does.
func TestWhatNeedsNoToken(t *testing.T) {
	fake := fakeld.New(t)
	o := online{base: fake.URL, plain: api.Anonymous{Agent: "test"}}
	for _, c := range []struct {
		off    time.Duration
		status Status
		found  string
	}{
		{0, OK, "right"},
		{20 * time.Second, OK, "right"},
		{2 * time.Hour, Warning, "ahead of LaunchDarkly"},
		{-2 * time.Hour, Warning, "behind LaunchDarkly"},
	} {
		f := o.clock(t.Context(), func() time.Time { return time.Now().Add(c.off) })
		if f.Status != c.status || !strings.Contains(f.Found, c.found) {
			t.Errorf("%s: %+v", c.off, f)
		}
	}
	for id, want := range map[string]bool{fakeld.ClientSideID: true, "5f0c1d2e3a4b5c6d7e8f9009": false, "../../": false} {
		if known, err := o.plain.KnowsClientSideID(t.Context(), fake.URL, id); err != nil || known != want {
			t.Errorf("%s: %t, %v", id, known, err)
		}
	}
	for _, r := range fake.Requests() {
		if r.Header.Get("Authorization") != "" || r.Header.Get("User-Agent") != "test" {
			t.Errorf("%s was asked with %v", r.Path, r.Header)
		}
	}
}

func TestClientSideIDs(t *testing.T) {
	for id, want := range map[string]Status{
		"": OK, "5f0c1d2e3a4b5c6d7e8f9002": OK, "sdk-1": Problem, "mob-1": Problem, "api-1": Problem, "storefront": Warning, "5F0C1D2E3A4B5C6D7E8F9002": Warning,
	} {
		if f := shape(id); f.Status != want || f.Status == Problem && strings.Contains(f.Found, id) {
			t.Errorf("%s: %+v", id, f)
		}
	}
}

// A token that may not read experiments is worth a warning; one that may read nothing is
// a problem.
func TestPermissions(t *testing.T) {
	fake := fakeld.New(t)
	token, err := api.NewToken(fakeld.Token)
	if err != nil {
		t.Fatal(err)
	}
	o := online{base: fake.URL, id: fakeld.ClientSideID, known: api.Credentials{Token: token, Project: api.Setting{Value: fakeld.Project}, Environment: api.Setting{Value: fakeld.Environment}}}
	fake.RefuseExperiments(true)
	findings := o.permissions(t.Context(), Finding{Check: "access token", Status: OK})
	if count(findings, Problem) != 0 || count(findings, Warning) != 1 || len(findings) != 5 {
		t.Errorf("%+v", findings)
	}
	fake.Script(fakeld.Answer{Path: "/metrics/", Status: 403, Body: `{"code":"forbidden","message":"no"}`}, fakeld.Answer{Path: "/environments/test", Status: 403, Body: `{}`})
	if findings := o.permissions(t.Context(), Finding{Check: "access token", Status: OK}); count(findings, Warning) != 3 {
		t.Errorf("%+v", findings)
	}
	for _, r := range fake.Requests() {
		if strings.Contains(r.Path, "metrics") && r.Query.Get("limit") != "1" {
			t.Errorf("%s was asked for all: %v", r.Path, r.Query)
		}
	}
}

// In a terminal it says which, in how many colours, and how large.
func TestATerminal(t *testing.T) {
	for _, c := range []struct {
		w, h int
		env  []string
		want string
	}{
		{120, 36, []string{"TERM=xterm-256color"}, "ok xterm-256color, 256 colours, 120×36"},
		{120, 36, []string{"TERM=xterm-256color", "COLORTERM=truecolor", "TERM_PROGRAM=some"}, "ok xterm-256color in some, true colour, 120×36"},
		{30, 8, []string{"TERM=xterm-256color", "NO_COLOR=1"}, "warning xterm-256color, no colours, 30×8"},
		{80, 24, []string{"TERM=dumb"}, "warning TERM is dumb"},
	} {
		cmd := exec.Command(os.Args[0], "-test.run=TestHelperTerminal")
		cmd.Env = append(append(os.Environ(), "TERM_PROGRAM=", "COLORTERM=", "NO_COLOR=", "TMUX=", "DOCTOR_TERMINAL=yes"), c.env...)
		term, err := screentest.Start(cmd, c.w, c.h)
		if err != nil {
			t.Fatal(err)
		}
		err = term.WaitUntil(func(text string) bool {
			return strings.Contains(strings.ReplaceAll(text, "\n", ""), c.want)
		}, 20*time.Second)
		if err != nil {
			t.Errorf("%v: want %q: %v\n%s", c.env, c.want, err, term.Text())
		}
		_ = term.Close()
	}
}

// TestHelperTerminal is what TestATerminal starts in a terminal.
func TestHelperTerminal(t *testing.T) {
	if os.Getenv("DOCTOR_TERMINAL") == "" {
		t.Skip("for TestATerminal")
	}
	f := terminal(console.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	_, _ = os.Stdout.WriteString(string(f.Status) + " " + f.Found + "\n")
}

// The directory of the capture files is left as it was.
func TestKeepingChangesNothing(t *testing.T) {
	dir := t.TempDir()
	there, err := writable(filepath.Join(dir, "not", "yet"))
	left, _ := os.ReadDir(dir)
	if err != nil || there != dir || len(left) != 0 {
		t.Errorf("%s, %v, %v", there, err, left)
	}
	if free, err := machine.FreeSpace(dir); err != nil || free == 0 {
		t.Errorf("%d, %v", free, err)
	}
}
