package ingest

import (
	"bytes"
	"io"
	"net"

	"segtap/capture"
)

// plainListener serves connections on which a client that begins a TLS
// handshake is noticed: the most frequent mistake with SDKs that speak https
// only.
type plainListener struct {
	net.Listener
	stray func(capture.Stray)
}

func (l plainListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &plainConn{Conn: conn, stray: l.stray}, nil
}

// plainConn looks at the first byte that a client sends.
type plainConn struct {
	net.Conn
	stray  func(capture.Stray)
	looked bool
}

// CloseWrite lets the server end its side, so that an early answer is read.
func (c *plainConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// handshake is the first byte of TLS (RFC 8446, section 5.1), and of no HTTP.
const handshake = 0x16

func (c *plainConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n == 0 || c.looked {
		return n, err
	}
	c.looked = true
	if p[0] == handshake {
		c.stray(capture.Stray{Kind: capture.TLSToPlain})
		return 0, io.EOF
	}
	return n, err
}

// failedHandshake reads what net/http logs of a handshake that failed.
func failedHandshake(line []byte) (capture.Stray, bool) {
	switch {
	case !bytes.Contains(line, []byte("TLS handshake error")):
		return capture.Stray{}, false
	case bytes.Contains(line, []byte("HTTP request to an HTTPS server")), bytes.Contains(line, []byte("does not look like a TLS handshake")):
		return capture.Stray{Kind: capture.PlainToTLS}, true
	case bytes.Contains(line, []byte("remote error: tls:")):
		return capture.Stray{Kind: capture.Untrusted}, true
	}
	return capture.Stray{}, false
}
