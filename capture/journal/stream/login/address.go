package login

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"segtap/capture/replay"
)

// ErrAddress says that an address names no stream.
var ErrAddress = errors.New("an address of a stream is nats://HOST:4222/STREAM")

const defaultPort = "4222"

// Address is where a stream is: nats://user:password@host:4222,host2:4222/STREAM.KEY.
type Address struct {
	Hosts  []string // each with its port
	Stream string
	Key    string // the write key that is all there is to see of it; empty for the whole stream
	scheme string // nats or tls
	user   *url.Userinfo
}

// IsAddress says that a text is meant as the address of a stream, rather than as a path.
func IsAddress(text string) bool {
	scheme, _, ok := strings.Cut(text, "://")
	return ok && (scheme == "nats" || scheme == "tls")
}

// Parse reads an address. No error repeats what stands before the @, since that is secret, or what
// may be meant to.
func Parse(text string) (Address, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok || scheme != "nats" && scheme != "tls" {
		return Address{}, fmt.Errorf("%w: this one begins with neither nats:// nor tls://", ErrAddress)
	}
	to := Address{scheme: scheme}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		if strings.ContainsAny(rest[:i], ",@") { // as when each host has its own
			return Address{}, fmt.Errorf("%w: USER:PASSWORD@ stands once, before the first host; write special characters as %%40", ErrAddress)
		}
		secret, err := url.Parse("nats://" + rest[:i] + "@host")
		if err != nil || secret.User == nil {
			return Address{}, fmt.Errorf("%w: what stands before its @ is no USER:PASSWORD; write special characters as %%40", ErrAddress)
		}
		to.user, rest = secret.User, rest[i+1:]
	}
	hosts, path, _ := strings.Cut(rest, "/")
	name, key, keyed := strings.Cut(path, ".")
	if to.Stream = name; strings.Contains(name, ":") {
		return Address{}, fmt.Errorf("%w: no name of a stream has a colon", ErrAddress)
	} else if !isStreamName(name) {
		return Address{}, fmt.Errorf("%w: %q is no name of a stream, which has up to 64 letters, digits, - and _", ErrAddress, name)
	}
	if keyed {
		var err error
		if to.Key, err = readKey(key); err != nil {
			return Address{}, err
		}
	}
	for i, host := range strings.Split(hosts, ",") {
		name, port, err := net.SplitHostPort(host)
		if err != nil {
			name, port = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"), defaultPort
			if strings.HasPrefix(host, "[") != strings.HasSuffix(host, "]") {
				name = ""
			}
		}
		n, err := strconv.ParseUint(port, 10, 16)
		if _, no := netip.ParseAddr(name); name == "" || err != nil || n == 0 || no != nil && strings.ContainsAny(name, ":/[] \t") {
			return Address{}, fmt.Errorf("%w: number %d of its hosts is no HOST or HOST:PORT; behind USER:PASSWORD stands @HOST", ErrAddress, i+1)
		}
		to.Hosts = append(to.Hosts, net.JoinHostPort(name, port))
	}
	return to, nil
}

// isStreamName says that a text can be both the name of a stream and the first token of its
// subjects.
func isStreamName(name string) bool {
	return name != "" && len(name) <= 64 && strings.IndexFunc(name, func(r rune) bool { return !isSafe(byte(min(r, 0x7f))) }) < 0
}

// String gives the address for people: without its credentials, and the write key masked as
// everywhere.
func (a Address) String() string {
	text := a.Whole()
	if a.Key != "" {
		text += "." + cmp.Or(replay.NewSecret(a.Key).String(), "****")
	}
	return text
}

// Whole gives the address of the whole stream, without its credentials.
func (a Address) Whole() string {
	return a.scheme + "://" + strings.Join(a.Hosts, ",") + "/" + a.Stream
}

// Servers gives the hosts as the client takes them, without credentials.
func (a Address) Servers() string {
	list := make([]string, len(a.Hosts))
	for i, host := range a.Hosts {
		list[i] = a.scheme + "://" + host
	}
	return strings.Join(list, ",")
}
