package capturing

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"segtap/capture/control/client"
	"segtap/capture/journal/stream/login"
	"segtap/ui/cli/console"
)

// listenOn opens the capture endpoint.
func listenOn(address string) (net.Listener, error) {
	ln, err := net.Listen("tcp", address)
	switch {
	case err == nil:
		return ln, nil
	case !errors.Is(err, syscall.EADDRINUSE):
		return nil, ListenFailed(address, err)
	}
	if other := capturedBy(address); other != nil {
		return nil, taken{other, "segtap"}
	}
	return nil, taken{ListenFailed(address, err), "program"}
}

// askOther is how long the segtap that may have an address is waited for.
const askOther = 300 * time.Millisecond

// capturedBy is the error of an address where another segtap captures, one that `segtap mcp`
// has started or a screen that is open; nil where none says so. It is asked without a token,
// since any program may have the address.
func capturedBy(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(context.Background(), askOther)
	defer cancel()
	for _, scheme := range []string{"http://", "https://"} {
		c, err := client.New(scheme+net.JoinHostPort(host, port), "")
		if err != nil {
			return nil
		}
		c.TakeAnyCertificate()
		state, err := c.Health(ctx)
		c.Close()
		if _, refused := errors.AsType[*client.Error](err); refused {
			return console.Cannot("--listen 127.0.0.1:0 picks a free port",
				"another segtap captures on %s already, and tells nothing of itself without its token", address)
		}
		switch {
		case err != nil || state.Version == "":
			continue
		case state.File == "":
			return console.Cannot("end that one and start this one first, and `segtap mcp` asks this one; or --listen 127.0.0.1:0 picks a free port",
				"another segtap captures on %s already, in memory: `segtap mcp`, `segtap serve` or a screen", address)
		}
		flag := "--file "
		if login.IsAddress(state.File) {
			flag = "--journal "
		}
		return console.Cannot("`segtap "+flag+state.File+"` shows what it captures; or --listen 127.0.0.1:0 picks a free port",
			"another segtap captures on %s already, and keeps it in %s", address, state.File)
	}
	return nil
}

// BaseURL is how an SDK addresses a listener.
func BaseURL(addr *net.TCPAddr, secure bool) string {
	scheme, host := "http://", addr.IP.String()
	if secure {
		scheme = "https://"
	}
	if addr.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	return scheme + net.JoinHostPort(host, fmt.Sprint(addr.Port))
}

// From returns the base URL by which a machine reaches the endpoint that has reached this one otherwise: it is remote, and
// came to local. It is empty where the endpoint is for this machine alone.
func (e *Endpoint) From(remote, local net.Addr) string {
	addr, came := e.ln.Addr().(*net.TCPAddr), ipOf(local)
	switch {
	case ipOf(remote).IsLoopback(), !addr.IP.IsUnspecified() && !addr.IP.IsLoopback():
		return e.URL
	case addr.IP.IsLoopback():
		return ""
	case addr.IP.To4() != nil && came.To4() == nil: // it came by IPv6, and only IPv4 is listened on
		came = nil
		for _, ip := range reachable(addr.IP) {
			if came == nil && ip.To4() != nil {
				came = ip
			}
		}
	}
	if came == nil {
		return ""
	}
	return BaseURL(&net.TCPAddr{IP: came, Port: addr.Port}, e.tls != nil)
}

// ipOf returns the IP of an address; nil for none.
func ipOf(addr net.Addr) net.IP {
	if tcp, is := addr.(*net.TCPAddr); is {
		return tcp.IP
	}
	return nil
}

// beyondLoopback warns of a listener that others than this machine can reach,
// and says by which addresses. With a token they can ask the automation API as well.
func beyondLoopback(addr *net.TCPAddr, secure, token bool) []string {
	if addr.IP.IsLoopback() {
		return nil
	}
	var urls []string
	for _, ip := range reachable(addr.IP) {
		urls = append(urls, BaseURL(&net.TCPAddr{IP: ip, Port: addr.Port}, secure))
	}
	note := "others can send events here, and read none"
	if token {
		note += " without the token of the automation API"
	}
	if len(urls) > 0 {
		note += ": " + strings.Join(urls, " ")
	}
	return []string{"listening beyond this machine: " + note}
}

// reachable returns the addresses beyond loopback that a listener on ip has.
func reachable(ip net.IP) []net.IP {
	if !ip.IsUnspecified() {
		if ip == nil || ip.IsLoopback() {
			return nil
		}
		return []net.IP{ip}
	}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil // the warning does without them
	}
	var ips []net.IP
	for _, addr := range addrs {
		if network, ok := addr.(*net.IPNet); ok && network.IP.IsGlobalUnicast() {
			ips = append(ips, network.IP)
		}
	}
	return ips
}

// ListenFailed says why an address cannot be listened on, and what can.
func ListenFailed(address string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return console.Cannot("another segtap may be running; --listen 127.0.0.1:0 picks a free port", "%s is in use by another program", address)
	case errors.Is(err, syscall.EACCES):
		return console.Cannot("ports below 1024 need rights; --listen 127.0.0.1:8910 does not", "not allowed to listen on %s", address)
	}
	if _, port, split := net.SplitHostPort(address); split != nil || !isPort(port) {
		return console.Usage("--listen takes host:port, such as 127.0.0.1:8910", "cannot listen on %q: %w", address, err)
	}
	return console.Cannot("--listen takes host:port, such as 127.0.0.1:8910", "cannot listen on %q: %w", address, err)
}

// isPort reports whether a text is a port, by number or by name.
func isPort(text string) bool {
	_, err := net.LookupPort("tcp", text)
	return err == nil
}
