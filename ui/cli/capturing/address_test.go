package capturing

import (
	"net"
	"testing"
)

// listening is a listener of which nothing but the address matters.
type listening struct {
	net.Listener
	at string
}

func (l listening) Addr() net.Addr { return addressed(l.at) }

func addressed(text string) *net.TCPAddr {
	addr, err := net.ResolveTCPAddr("tcp", text)
	if err != nil {
		panic(err)
	}
	return addr
}

// Who has reached the machine by an address of its reaches the endpoint by the same, where that is
// for others than the machine itself.
func TestWhereTheEndpointIsReached(t *testing.T) {
	for _, of := range []struct{ listens, remote, local, want string }{
		{"127.0.0.1:8910", "127.0.0.1:5", "127.0.0.1:2222", "http://127.0.0.1:8910"},
		{"127.0.0.1:8910", "10.1.2.3:5", "10.0.0.7:2222", ""},
		{"[::1]:8910", "10.1.2.3:5", "10.0.0.7:2222", ""},
		{"0.0.0.0:8910", "10.1.2.3:5", "10.0.0.7:2222", "http://10.0.0.7:8910"},
		{"[::]:8910", "10.1.2.3:5", "10.0.0.7:2222", "http://10.0.0.7:8910"},
		{"[::]:8910", "[2001:db8::1]:5", "[2001:db8::7]:2222", "http://[2001:db8::7]:8910"},
		{"0.0.0.0:8910", "127.0.0.1:5", "127.0.0.1:2222", "http://127.0.0.1:8910"},
		{"10.0.0.8:8910", "10.1.2.3:5", "10.0.0.7:2222", "http://10.0.0.8:8910"},
		{"10.0.0.8:8910", "127.0.0.1:5", "127.0.0.1:2222", "http://10.0.0.8:8910"},
	} {
		e := &Endpoint{ln: listening{at: of.listens}, URL: BaseURL(addressed(of.listens), false)}
		if got := e.From(addressed(of.remote), addressed(of.local)); got != of.want {
			t.Errorf("listening on %s, from %s at %s: %q, want %q", of.listens, of.remote, of.local, got, of.want)
		}
	}
}
