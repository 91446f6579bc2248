package capturing

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"

	"segtap/ui/cli/console"
)

// listenOn opens the capture endpoint.
func listenOn(address string) (net.Listener, error) {
	ln, err := net.Listen("tcp", address)
	if err == nil {
		return ln, nil
	}
	return nil, ListenFailed(address, err)
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
