package doctor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"segtap/capture/control/client"
	"segtap/capture/journal/stream/login"
	"segtap/capture/replay"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/config"
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
		if said, ok := errors.AsType[*client.Error](err); ok {
			f.Found = address + ": a segtap listens there"
			f.Means, f.WayOut = "SDKs can be pointed there, and it tells nothing of itself: "+said.Message, said.Hint
			switch {
			case refuses(said):
				f.Status = Problem
			case said.Code == "token_missing":
				f.WayOut = "set SEGTAP_API_TOKEN here, too; it is sent to this machine only"
			}
			return f
		}
		if err != nil {
			continue
		}
		f.Found = fmt.Sprintf("%s: segtap %s listens there%s", address, state.Version, prefixed(" and writes ", state.File))
		f.Means, f.WayOut = "SDKs can be pointed there; a second segtap needs another port", "`segtap --listen 127.0.0.1:0` picks a free one"
		if state.Failure != "" {
			f.Status, f.Means, f.WayOut = Problem, "it is not ready to keep what comes: "+state.Failure, keepingWayOut(state.File)
		}
		return f
	}
	f.Status, f.Found = Problem, address+" is in use by another program"
	f.Means, f.WayOut = "segtap cannot capture there", "`segtap --listen 127.0.0.1:0` picks a free port; `lsof -i :"+portOf(address)+"` says which program it is"
	return f
}

// keepingWayOut is what helps a segtap that cannot keep what comes in its capture file or stream.
func keepingWayOut(in string) string {
	if login.IsAddress(in) {
		return "see to its NATS server and that the stream is there, or start it with another --journal"
	}
	return "give it room, or start it again with another --file"
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

// refuses reports whether a segtap has refused the token that is set here. One that wants a token
// and gets none, or is not asked by its name, is as it should be.
func refuses(said *client.Error) bool { return said.Code == "token_wrong" }

// askHealth asks the segtap at a base URL how it is. It goes there directly, whatever proxies
// there are, and takes any certificate of this machine, which is the only one that gets the
// token: whoever has a port here may see that.
func askHealth(ctx context.Context, base string) (client.Health, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	at, err := url.Parse(base)
	if err != nil {
		return client.Health{}, err
	}
	here := replay.IsLoopback(at.Hostname())
	var token replay.Secret
	if here {
		if token, err = config.APIToken(); err != nil {
			return client.Health{}, err
		}
	}
	c, err := client.New(base, token.Reveal())
	if err != nil {
		return client.Health{}, err
	}
	defer c.Close()
	if here {
		c.TakeAnyCertificate()
	}
	said, err := c.Health(ctx)
	if err == nil && said.Version == "" {
		return said, fmt.Errorf("%w at %s: something else does", client.ErrNobody, base)
	}
	return said, err
}

// probe asks one segtap how it is, and nothing else: the health check of a container, which has
// no shell and no curl. One that tells nothing without a token is there all the same.
func probe(ctx context.Context, std console.Streams, base string) error {
	const wayOut = "give the URL that segtap says it listens on"
	if at, err := url.Parse(base); err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Hostname() == "" {
		return console.Usage(wayOut, "--health: %q is no URL of a segtap", base)
	}
	state, err := askHealth(ctx, base)
	said, untold := errors.AsType[*client.Error](err)
	switch {
	case untold && refuses(said):
		return console.Failed(said.Hint, "%s: %s", base, said.Message)
	case untold:
		_, err = fmt.Fprintf(std.Out, "segtap answers at %s, and tells nothing of itself: %s\n", base, said.Message)
		return err
	case err != nil:
		return console.Failed(wayOut, "%w", err)
	case state.Failure != "":
		return console.Failed(keepingWayOut(state.File), "%s: segtap %s is not ready to keep what comes: %s", base, state.Version, state.Failure)
	}
	_, err = fmt.Fprintf(std.Out, "segtap %s answers at %s\n", state.Version, base)
	return err
}
