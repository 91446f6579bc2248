package doctor

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"segtap/ui/cli/capturing"
	"segtap/ui/cli/console"
)

// patience is how long an answer from this machine is waited for.
const patience = 2 * time.Second

// port says whether the address to capture on is free, and who has it.
func port(ctx context.Context, address string) Finding {
	f := Finding{Check: "port", Status: OK, Found: address + " is free"}
	ln, err := net.Listen("tcp", address)
	if err == nil {
		_ = ln.Close()
		return f
	}
	to, reached := reach(ctx, address)
	if !reached {
		said := capturing.ListenFailed(address, err)
		f.Status, f.Found, f.Means, f.WayOut = Problem, said.Error(), "segtap cannot capture there", hintOf(said)
		return f
	}
	for _, scheme := range []string{"http://", "https://"} {
		state, err := askHealth(ctx, scheme+to)
		if err != nil {
			continue
		}
		f.Found = fmt.Sprintf("%s: segtap %s listens there%s", address, state.Version, prefixed(" and writes ", state.File))
		f.Means, f.WayOut = "SDKs can be pointed there; a second segtap needs another port", "`segtap --listen 127.0.0.1:0` picks a free one"
		if state.Failure != "" {
			f.Status, f.Means, f.WayOut = Problem, "it cannot keep what comes: "+state.Failure, "give it room, or start it with another --file"
		}
		return f
	}
	f.Status, f.Found = Problem, address+" is in use by another program"
	f.Means, f.WayOut = "segtap cannot capture there", "`segtap --listen 127.0.0.1:0` picks a free port; `lsof -i :"+portOf(address)+"` says which program it is"
	return f
}

// reach says where a listener of this machine is reached, and whether anybody answers there.
func reach(ctx context.Context, address string) (to string, reached bool) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", false
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	to = net.JoinHostPort(host, port)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", to)
	if err != nil {
		return to, false
	}
	_ = conn.Close()
	return to, true
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

// hintOf returns the way out of a failure.
func hintOf(err error) string {
	if f, ok := errors.AsType[interface {
		error
		Hint() string
	}](err); ok {
		return f.Hint()
	}
	return ""
}

// health is what a segtap says of itself.
type health struct {
	Version string `json:"version"`
	File    string `json:"file"`
	Failure string `json:"failure"`
}

var (
	errNoSegtap = errors.New("what answers there is no segtap, or an older one without its API")
	errUntold   = errors.New("it tells nothing without its token: set SEGTAP_API_TOKEN")
)

// askHealth asks the segtap at a base URL how it is. It goes there directly, whatever proxies
// there are, and takes any certificate: nothing is sent that somebody else may not see, but for
// the token, which goes to this machine only.
func askHealth(ctx context.Context, base string) (health, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(base, "/")+"/_segtap/v1/health", nil)
	if err != nil {
		return health{}, err
	}
	host := request.URL.Hostname()
	if token := os.Getenv("SEGTAP_API_TOKEN"); token != "" && (host == "localhost" || net.ParseIP(host).IsLoopback()) {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	client := http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(request)
	if err != nil {
		return health{}, err
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(answer.Body, 64<<10))
	if err != nil {
		return health{}, err
	}
	var said struct {
		health
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	switch err := json.Unmarshal(body, &said); {
	case err == nil && answer.StatusCode == http.StatusOK && said.Version != "":
		return said.health, nil
	case err == nil && said.Error.Code != "" && (answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusUnauthorized):
		return health{}, errUntold
	}
	return health{}, errNoSegtap
}

// probe asks one segtap how it is, and nothing else: the health check of a container, which has
// no shell and no curl. One that tells nothing without a token is there all the same.
func probe(ctx context.Context, std console.Streams, base string) error {
	state, err := askHealth(ctx, base)
	switch {
	case errors.Is(err, errUntold):
		fmt.Fprintf(std.Out, "segtap answers at %s; %v\n", base, err)
		return nil
	case err != nil:
		return console.Failed("give the URL that segtap says it listens on", "%s: %w", base, err)
	case state.Failure != "":
		return console.Failed("give it room, or start it with another --file", "%s: segtap %s cannot keep what comes: %s", base, state.Version, state.Failure)
	}
	fmt.Fprintf(std.Out, "segtap %s answers at %s\n", state.Version, base)
	return nil
}
