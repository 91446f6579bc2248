package guard_test

import (
	"bufio"
	"crypto/tls"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"segtap/capture/control/guard"
	"segtap/capture/replay"
)

const secret = "tok-SECRET-0123456789"

// listen answers with the code of what is refused, and "in" for the rest.
func listen(t *testing.T, opts guard.Options, secure bool) (address string) {
	t.Helper()
	g := guard.New(opts)
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refusal := g.Check(r)
		if refusal == nil {
			_, _ = io.WriteString(w, "in")
			return
		}
		for _, text := range []string{refusal.Message, refusal.Hint} {
			if strings.Contains(text, "SECRET") || len(text) > 400 || strings.Contains(text, "  ") || strings.Contains(text, "is for :") {
				t.Errorf("it says %q", text)
			}
		}
		w.WriteHeader(refusal.Status)
		_, _ = io.WriteString(w, refusal.Code)
	}))
	if secure {
		srv.StartTLS()
	} else {
		srv.Start()
	}
	t.Cleanup(srv.Close)
	return srv.Listener.Addr().String()
}

// ask sends a request with these fields, PORT standing for the port.
func ask(t *testing.T, address string, secure bool, fields ...string) (status int, code string) {
	t.Helper()
	var conn net.Conn
	var err error
	if conn, err = net.Dial("tcp", address); err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if secure {
		conn = tls.Client(conn, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // a certificate of the test
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	head := strings.ReplaceAll(strings.Join(append([]string{"GET /_segtap/v1/events HTTP/1.1"}, fields...), "\r\n"), "PORT", port)
	if _, err := io.WriteString(conn, head+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestWhoMayAsk(t *testing.T) {
	const here, in = "Host: 127.0.0.1:PORT", "in"
	for _, c := range []struct {
		name   string
		opts   guard.Options
		secure bool
		fields []string
		want   string
	}{
		{"the address", guard.Options{}, false, []string{here}, in},
		{"its name", guard.Options{}, false, []string{"Host: LocalHost:PORT"}, in},
		{"another loopback address", guard.Options{}, false, []string{"Host: 127.1.2.3:PORT"}, in},
		{"the loopback of IPv6", guard.Options{}, false, []string{"Host: [::1]:PORT"}, in},
		{"a name that leads here", guard.Options{}, false, []string{"Host: evil.example:PORT"}, "foreign_host"},
		{"a name like the address", guard.Options{}, false, []string{"Host: 127.0.0.1.nip.io:PORT"}, "foreign_host"},
		{"a name like localhost", guard.Options{}, false, []string{"Host: localhost.evil.example:PORT"}, "foreign_host"},
		{"a subdomain", guard.Options{}, false, []string{"Host: evil.localhost:PORT"}, "foreign_host"},
		{"an address that only some read", guard.Options{}, false, []string{"Host: 127.1:PORT"}, "foreign_host"},
		{"any address", guard.Options{}, false, []string{"Host: 0.0.0.0:PORT"}, "foreign_host"},
		{"the address of another machine", guard.Options{}, false, []string{"Host: 192.168.1.20:PORT"}, "foreign_host"},
		{"another port", guard.Options{}, false, []string{"Host: 127.0.0.1:1"}, "foreign_host"},
		{"no port", guard.Options{}, false, []string{"Host: localhost"}, "foreign_host"},
		{"no name", guard.Options{}, false, []string{"Host: :PORT"}, "foreign_host"},
		{"nothing", guard.Options{}, false, []string{"Host:"}, "foreign_host"},
		{"a name that was given", guard.Options{Hosts: []string{"My-Mac.local"}}, false, []string{"Host: my-mac.LOCAL:PORT"}, in},
		{"that name at another port", guard.Options{Hosts: []string{"my-mac.local"}}, false, []string{"Host: my-mac.local:9000"}, "foreign_host"},
		{"a name with a port", guard.Options{Hosts: []string{"segtap:9000"}}, false, []string{"Host: segtap:9000"}, in},
		{"that name at the port listened on", guard.Options{Hosts: []string{"segtap:9000"}}, false, []string{"Host: segtap:PORT"}, "foreign_host"},
		{"an address that was given", guard.Options{Hosts: []string{"fd00::5"}}, false, []string{"Host: [fd00::5]:PORT"}, in},
		{"an address in brackets", guard.Options{Hosts: []string{"[fd00::5]"}}, false, []string{"Host: [fd00::5]:PORT"}, in},
		{"an address in brackets with a port", guard.Options{Hosts: []string{"[fd00::5]:9000"}}, false, []string{"Host: [fd00::5]:9000"}, in},
		{"that address at another port", guard.Options{Hosts: []string{"[fd00::5]:9000"}}, false, []string{"Host: [fd00::5]:PORT"}, "foreign_host"},
		{"another spelling of an address", guard.Options{Hosts: []string{"[FD00:0::05]"}}, false, []string{"Host: [fd00:0:0::5]:PORT"}, in},
		{"another address", guard.Options{Hosts: []string{"[fd00::5]"}}, false, []string{"Host: [fd00::6]:PORT"}, "foreign_host"},
		{"an address of IPv4 within IPv6", guard.Options{Hosts: []string{"192.0.2.7"}}, false, []string{"Host: [::ffff:192.0.2.7]:PORT"}, in},
		{"a port of HTTP that is not said", guard.Options{Hosts: []string{"segtap:80"}}, false, []string{"Host: segtap"}, in},
		{"one of HTTPS", guard.Options{Hosts: []string{"segtap:443"}}, true, []string{"Host: segtap"}, in},

		{"the own origin", guard.Options{}, false, []string{here, "Origin: http://127.0.0.1:PORT", "Sec-Fetch-Site: same-origin"}, in},
		{"the own origin, by HTTPS", guard.Options{}, true, []string{here, "Origin: https://127.0.0.1:PORT"}, in},
		{"typed into a browser", guard.Options{}, false, []string{here, "Sec-Fetch-Site: none"}, in},
		{"an origin that is empty", guard.Options{}, false, []string{here, "Origin:"}, "foreign_origin"},
		{"a page on the web", guard.Options{}, false, []string{here, "Origin: https://evil.example"}, "foreign_origin"},
		{"a page of another port", guard.Options{}, false, []string{here, "Origin: http://127.0.0.1:3000"}, "foreign_origin"},
		{"a page of another name of this machine", guard.Options{}, false, []string{here, "Origin: http://localhost:PORT"}, "foreign_origin"},
		{"a page of another scheme", guard.Options{}, false, []string{here, "Origin: https://127.0.0.1:PORT"}, "foreign_origin"},
		{"a page of HTTP to HTTPS", guard.Options{}, true, []string{here, "Origin: http://127.0.0.1:PORT"}, "foreign_origin"},
		{"a sandboxed page", guard.Options{}, false, []string{here, "Origin: null"}, "foreign_origin"},
		{"an empty origin", guard.Options{}, false, []string{here, "Origin:"}, "foreign_origin"},
		{"two origins", guard.Options{}, false, []string{here, "Origin: http://127.0.0.1:PORT", "Origin: https://evil.example"}, "foreign_origin"},
		{"a long origin", guard.Options{}, false, []string{here, "Origin: https://" + strings.Repeat("é", 20_000)}, "foreign_origin"},
		{"an image of a page on the web", guard.Options{}, false, []string{here, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"}, "foreign_site"},
		{"a page of another port, without an origin", guard.Options{}, false, []string{here, "Sec-Fetch-Site: same-site"}, "foreign_site"},
		{"a site that nobody knows", guard.Options{}, false, []string{here, "Sec-Fetch-Site:"}, "foreign_site"},
		{"two sites", guard.Options{}, false, []string{here, "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site"}, "foreign_site"},
		{"a rebound page of its own origin", guard.Options{}, false, []string{"Host: evil.example:PORT", "Origin: http://evil.example:PORT", "Sec-Fetch-Site: same-origin"}, "foreign_host"},

		{"beyond without a token", guard.Options{Beyond: true}, false, []string{here}, "token_not_set"},
		{"beyond with any token", guard.Options{Beyond: true}, false, []string{here, "Authorization: Bearer "}, "token_not_set"},
		{"no token", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here}, "token_missing"},
		{"no token, beyond", guard.Options{Beyond: true, Token: replay.NewSecret(secret)}, false, []string{here}, "token_missing"},
		{"another scheme", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Basic " + secret}, "token_missing"},
		{"the token", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Bearer " + secret}, in},
		{"the token beyond", guard.Options{Beyond: true, Token: replay.NewSecret(secret)}, false, []string{here, "authorization: bearer  " + secret}, in},
		{"its beginning", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Bearer " + secret[:len(secret)-1]}, "token_wrong"},
		{"more than it", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Bearer " + secret + "0"}, "token_wrong"},
		{"other letters", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Bearer " + strings.ToLower(secret)}, "token_wrong"},
		{"an empty token", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Bearer"}, "token_wrong"},
		{"the token from a page", guard.Options{Token: replay.NewSecret(secret)}, false, []string{here, "Authorization: Bearer " + secret, "Origin: https://evil.example"}, "foreign_origin"},
		{"the token for another name", guard.Options{Token: replay.NewSecret(secret)}, false, []string{"Host: evil.example:PORT", "Authorization: Bearer " + secret}, "foreign_host"},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, code := ask(t, listen(t, c.opts, c.secure), c.secure, c.fields...)
			want := http.StatusForbidden
			switch {
			case c.want == in:
				want = http.StatusOK
			case c.want == "token_missing" || c.want == "token_wrong":
				want = http.StatusUnauthorized
			}
			if code != c.want || status != want {
				t.Errorf("answered %d %s, want %d %s", status, code, want, c.want)
			}
		})
	}
}

// A request line may name another host than the field does, which counts then.
func TestTheHostOfARequestLineCounts(t *testing.T) {
	address := listen(t, guard.Options{}, false)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET http://evil.example/_segtap/v1/events HTTP/1.1\r\nHost: "+address+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, _ := io.ReadAll(res.Body); string(body) != "foreign_host" {
		t.Errorf("answered %s", body)
	}
}

// Where no server has noted to which address a call came, nobody is let in.
func TestNobodyIsLetInWhereNothingIsKnown(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8910/_segtap/v1/events", nil)
	if refusal := guard.New(guard.Options{}).Check(r); refusal == nil || refusal.Code != "foreign_host" {
		t.Errorf("got %+v", refusal)
	}
}

// The sum of the token is compared by crypto/subtle and by nothing else, and the token
// itself is kept nowhere: how long a comparison takes is nothing that a test can measure
// on a machine that does other things as well.
func TestTheTokenIsComparedInConstantTime(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "guard.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	compared, used, revealed := 0, 0, 0
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			switch f, _ := n.Fun.(*ast.SelectorExpr); {
			case f == nil:
			case f.Sel.Name == "ConstantTimeCompare":
				compared++
				return false
			case f.Sel.Name == "Reveal":
				revealed++
			}
		case *ast.SelectorExpr:
			if n.Sel.Name == "token" {
				used++
			}
		case *ast.BinaryExpr:
			for _, side := range []ast.Expr{n.X, n.Y} {
				if id, ok := side.(*ast.Ident); ok && (id.Name == "token" || id.Name == "given") {
					t.Errorf("%s is compared by %s", id.Name, n.Op)
				}
			}
		}
		return true
	})
	if compared != 1 || used != 0 || revealed != 1 {
		t.Errorf("the sum is compared %d times and used %d times otherwise; the token is revealed %d times, and that is for its sum", compared, used, revealed)
	}
}
