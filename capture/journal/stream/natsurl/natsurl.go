package natsurl

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"segtap/capture/replay"
)

// ErrAddress says that an address names no stream, and no write key of one.
var ErrAddress = errors.New("an address of a stream is nats://HOST:4222/STREAM")

const defaultPort = "4222"

// Address is where a stream is: nats://user:password@host:4222,host2:4222/STREAM.KEY.
type Address struct {
	Scheme string   // nats or tls
	Hosts  []string // each with its port
	User   *url.Userinfo
	Stream string
	Key    string // the write key that is all there is to see of it; empty for the whole stream
}

// Is says that a text is meant as the address of a stream, rather than as a path.
func Is(text string) bool {
	scheme, _, ok := strings.Cut(text, "://")
	return ok && (scheme == "nats" || scheme == "tls")
}

// Parse reads an address. No error repeats what stands before the @, since that is secret.
func Parse(text string) (Address, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok || scheme != "nats" && scheme != "tls" {
		return Address{}, fmt.Errorf("%w: this one begins with neither nats:// nor tls://", ErrAddress)
	}
	to := Address{Scheme: scheme}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		if strings.ContainsAny(rest[:i], ",@") { // as when each host has its own
			return Address{}, fmt.Errorf("%w: USER:PASSWORD@ stands once, before the first host; write special characters as %%40", ErrAddress)
		}
		secret, err := url.Parse("nats://" + rest[:i] + "@host")
		if err != nil || secret.User == nil {
			return Address{}, fmt.Errorf("%w: what stands before its @ is no USER:PASSWORD; write special characters as %%40", ErrAddress)
		}
		to.User, rest = secret.User, rest[i+1:]
	}
	hosts, path, _ := strings.Cut(rest, "/")
	name, key, keyed := strings.Cut(path, ".")
	if to.Stream = name; !isStreamName(name) {
		return Address{}, fmt.Errorf("%w: %q is no name of a stream, which has up to 64 letters, digits, - and _", ErrAddress, name)
	}
	if keyed {
		var err error
		if to.Key, err = readKey(key); err != nil {
			return Address{}, err
		}
	}
	for host := range strings.SplitSeq(hosts, ",") {
		name, port, err := net.SplitHostPort(host)
		if err != nil {
			name, port = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"), defaultPort
			if strings.HasPrefix(host, "[") != strings.HasSuffix(host, "]") {
				name = ""
			}
		}
		if n, err := strconv.ParseUint(port, 10, 16); name == "" || err != nil || n == 0 || strings.ContainsAny(name, "/[] \t") {
			return Address{}, fmt.Errorf("%w: %q is no host and port", ErrAddress, host)
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

// special are the characters of a subject, which in a write key are written as %XX.
const special = ".*>"

// keyError says why a write key of a stream cannot be read by itself. It is an [ErrAddress].
type keyError struct{ text string }

func (e *keyError) Error() string        { return e.text }
func (e *keyError) Is(target error) bool { return target == ErrAddress }

// readKey reads the write key behind the dot. Where the subjects of a stream cannot tell what
// came with it from all else, it is refused.
func readKey(text string) (string, error) {
	if i := strings.IndexAny(text, special); i >= 0 {
		return "", &keyError{fmt.Sprintf("behind the dot of STREAM.KEY stands one write key, and a %c in it is written %%%02X; the filter type: chooses a type", text[i], text[i])}
	}
	key, err := url.PathUnescape(text)
	switch {
	case err != nil:
		return "", &keyError{"behind the dot of STREAM.KEY stands a write key, and a % in it is written %25"}
	case key == "":
		return "", &keyError{"no write key stands behind the dot of STREAM.KEY"}
	case key == none:
		return "", &keyError{"what came with the write key _ has the same subject in a stream as what came without one: open the whole stream, and filter it by key:_"}
	case len(escaped(key)) >= longest:
		return "", &keyError{fmt.Sprintf("the subjects of a stream do not have all of a write key that takes %d characters or more there: open the whole stream, and filter it by key:", longest)}
	}
	return key, nil
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
	return a.Scheme + "://" + strings.Join(a.Hosts, ",") + "/" + a.Stream
}

// Servers gives the hosts as the client takes them, without credentials.
func (a Address) Servers() string {
	list := make([]string, len(a.Hosts))
	for i, host := range a.Hosts {
		list[i] = a.Scheme + "://" + host
	}
	return strings.Join(list, ",")
}

// Shown gives for people what may be an address, or a path, which stays as it is.
func Shown(text string) string {
	if !Is(text) {
		return text
	}
	if to, err := Parse(text); err == nil && to.Key != "" {
		return to.String()
	}
	return text
}

// WithLogin gives an address the user and password of another one that is known to be right,
// where both name the same stream and all hosts of the first are hosts of the other, by the same
// scheme. Else it is given as it is: a password goes to nobody whom it was not given for.
func WithLogin(text, from string) string {
	to, err := Parse(text)
	if err != nil || to.User != nil {
		return text
	}
	known, err := Parse(from)
	if err != nil || known.User == nil || known.Scheme != to.Scheme || known.Stream != to.Stream {
		return text
	}
	for _, host := range to.Hosts {
		if !slices.Contains(known.Hosts, host) {
			return text
		}
	}
	exact := to.Scheme + "://" + known.User.String() + "@" + to.Whole()[len(to.Scheme+"://"):]
	if to.Key != "" {
		exact += "." + escapeKey(to.Key)
	}
	return exact
}

// escapeKey writes a write key as it stands in an address.
func escapeKey(key string) string {
	return strings.NewReplacer(".", "%2E", "@", "%40").Replace(url.PathEscape(key))
}
