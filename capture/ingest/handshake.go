package ingest

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"time"

	"segtap/capture/routes"
)

// sniffer is a listener that notices clients of the other protocol: of https
// where HTTP is served, the most frequent mistake with SDKs that speak https
// only, and of http where TLS is.
type sniffer struct {
	net.Listener
	tls       bool // TLS is served
	unmatched func(routes.Unmatched)
}

// Accept returns the next connection.
func (s sniffer) Accept() (net.Conn, error) {
	conn, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &sniffed{Conn: conn, tls: s.tls, unmatched: s.unmatched}, nil
}

// sniffed looks at the first byte that a client sends.
type sniffed struct {
	net.Conn
	tls       bool
	unmatched func(routes.Unmatched)
	looked    bool
}

// CloseWrite lets the server end its side, so that an early answer is read.
func (c *sniffed) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// handshake is the first byte of TLS (RFC 8446, section 5.1), and of no HTTP.
const handshake = 0x16

// asks is in the request of whoever asks which segtap is here, before it is known what it speaks:
// that is no SDK that has been set up wrong.
var asks = []byte(" /_segtap/")

// Read reads what the client sends. Where it speaks the other protocol, the
// connection has come to its end.
func (c *sniffed) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n == 0 || c.looked {
		return n, err
	}
	c.looked = true
	switch first := p[0]; {
	case !c.tls && first == handshake:
		c.unmatched(routes.Unmatched{Kind: routes.TLSToPlain})
		return 0, io.EOF
	case c.tls && 'A' <= first && first <= 'Z': // a method, and no record of TLS
		if !bytes.Contains(p[:n], asks) {
			c.unmatched(routes.Unmatched{Kind: routes.PlainToTLS})
		}
		c.answerPlain()
		return 0, io.EOF
	}
	return n, err
}

// maxIgnored and lingers are how much of a plain request to a TLS port is read,
// and for how long: closing a connection with bytes unread may take the answer
// back.
const (
	maxIgnored = 64 << 10
	lingers    = 500 * time.Millisecond
)

// answerPlain tells a client that speaks HTTP where TLS is served.
func (c *sniffed) answerPlain() {
	body := refusal("https_only", routes.Unmatched{Kind: routes.PlainToTLS}.Hint())
	_, err := fmt.Fprintf(c.Conn, "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body)
	if err == nil && c.CloseWrite() == nil && c.SetReadDeadline(time.Now().Add(lingers)) == nil {
		_, _ = io.CopyN(io.Discard, c.Conn, maxIgnored)
	}
}

// untrusted tells of a line that net/http logs whether it is about a client that
// does not trust the certificate: such clients end the handshake with an alert.
func untrusted(line []byte) bool {
	return bytes.Contains(line, []byte("TLS handshake error")) && bytes.Contains(line, []byte("remote error: tls:"))
}
