package client

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"segtap/capture/control"
)

// maxAnswer is how many bytes of an answer are read: the event behind which there is no more room may be large.
const maxAnswer = 512 << 20

// ErrNobody says that no segtap answers at an address.
var ErrNobody = errors.New("no segtap answers")

// ErrUntrusted says that the certificate of whoever answers at an address is not trusted.
var ErrUntrusted = errors.New("the certificate is not trusted")

// Error is an answer that says what is wrong.
type Error struct {
	Status  int    `json:"-"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"` // the way out; may be empty
	Answer  []byte `json:"-"`    // all of it, as it came
}

func (e *Error) Error() string { return e.Message }

// Client asks one segtap. It may be used by many goroutines at once.
type Client struct {
	base, token string
	transport   *http.Transport
	http        *http.Client
	there, late time.Duration // as [usuallyThere] and [usuallyLate]
}

const (
	// usuallyThere is how long a segtap may take to say that it is there.
	usuallyThere = 5 * time.Second
	// usuallyLate is how much longer an answer may take than it was asked to wait: a large
	// capture file is read first.
	usuallyLate = 30 * time.Second
)

// New returns a client of the segtap at an address, such as http://127.0.0.1:8910; the
// token is for one that wants one, else empty.
func New(address, token string) (*Client, error) {
	at, err := url.Parse(address)
	if err != nil || at.Scheme != "http" && at.Scheme != "https" || at.Host == "" {
		return nil, fmt.Errorf("%q is no address of a segtap, such as http://127.0.0.1:8910", address)
	}
	transport := &http.Transport{
		DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext, ForceAttemptHTTP2: true,
		MaxIdleConnsPerHost: 64, IdleConnTimeout: time.Minute,
	}
	return &Client{
		base: at.Scheme + "://" + at.Host, token: token, transport: transport,
		http:  &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		there: usuallyThere, late: usuallyLate,
	}, nil
}

// TakeAnyCertificate has the client ask over HTTPS without knowing who answers: for a look at who
// has a port of this machine. It is called before anything is asked.
func (c *Client) TakeAnyCertificate() {
	c.transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}
}

// Trust has the client trust an authority besides those of the system, in PEM, as that of
// --tls is. It is for before the first call.
func (c *Client) Trust(authority []byte) {
	known, err := x509.SystemCertPool()
	if err != nil {
		known = x509.NewCertPool()
	}
	known.AppendCertsFromPEM(authority)
	c.transport.TLSClientConfig = &tls.Config{RootCAs: known, MinVersion: tls.VersionTLS12}
}

// Address returns the address that is asked.
func (c *Client) Address() string { return c.base }

// Close closes the connections that nobody uses.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Request is one call. The path is the one behind [control.Prefix], such as /events.
type Request struct {
	Method, Path string
	Query        url.Values
	Type         string // of the body; empty for JSON
	Body         []byte // nil for none
}

// Ask asks, and gives the bytes of the answer.
func (c *Client) Ask(ctx context.Context, asked Request) ([]byte, error) {
	res, err := c.send(ctx, asked)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer of %s broke off: %w", c.base, err)
	}
	if res.StatusCode/100 == 2 {
		return text, nil
	}
	return nil, c.refused(res, text)
}

// send sends a call.
func (c *Client) send(ctx context.Context, asked Request) (*http.Response, error) {
	at := c.base + control.Prefix + asked.Path
	if len(asked.Query) > 0 {
		at += "?" + asked.Query.Encode()
	}
	var body io.Reader
	if asked.Body != nil {
		body = bytes.NewReader(asked.Body)
	}
	req, err := http.NewRequestWithContext(ctx, asked.Method, at, body)
	if err != nil {
		return nil, err
	}
	if asked.Body != nil {
		req.Header.Set("Content-Type", "application/json")
		if asked.Type != "" {
			req.Header.Set("Content-Type", asked.Type)
		}
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := c.http.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if wrong, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
			return nil, fmt.Errorf("%w at %s: %w", ErrUntrusted, c.base, wrong.Err)
		}
		var at *url.Error
		if errors.As(err, &at) {
			err = at.Err // without the address, which stands there already
		}
		return nil, fmt.Errorf("%w at %s: %w", ErrNobody, c.base, err)
	}
	return res, nil
}

// within gives a call an end; the error of one that has come to it says so.
func (c *Client) within(ctx context.Context, most time.Duration, call func(context.Context) error) error {
	bounded, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	err := call(bounded)
	if err != nil && ctx.Err() == nil && bounded.Err() != nil {
		return fmt.Errorf("%w at %s within %s", ErrNobody, c.base, most)
	}
	return err
}

// refused returns the error of an answer that is none of the good ones.
func (c *Client) refused(res *http.Response, text []byte) error {
	var said struct {
		Error *Error `json:"error"`
	}
	if err := decode(text, &said); err != nil || said.Error == nil || said.Error.Code == "" {
		return fmt.Errorf("%w at %s: somebody else answers there, %s", ErrNobody, c.base, strings.TrimSpace(res.Status))
	}
	said.Error.Status, said.Error.Answer = res.StatusCode, text
	return said.Error
}

// decode reads an answer. Messages stand in it as they came, with what JSON as such does
// not forbid.
func decode(text []byte, to any) error {
	return json.Unmarshal(text, to, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// into asks, and reads the answer into a value.
func (c *Client) into(ctx context.Context, asked Request, to any) error {
	text, err := c.Ask(ctx, asked)
	if err != nil {
		return err
	}
	if err := decode(text, to); err != nil {
		return fmt.Errorf("the answer of %s cannot be read: %w", c.base, err)
	}
	return nil
}
